import { randomOf } from "./random.ts";
import type { SampleAccount } from "./world.ts";

/** What one contact did of one thing on one day. */
export type SampleUsage = { contact: string; event: string; on: Temporal.PlainDate; count: number };

const features = [
  "Report created",
  "Dashboard viewed",
  "Export run",
  "Workflow automated",
  "Data connected",
] as const;

/**
 * What the account's contacts did on one day. How many are active, and how much they do, follows the account's mood:
 * usage falls for weeks before a customer leaves, which is what the product is there to see.
 */
export function usageOn(account: SampleAccount, on: Temporal.PlainDate): SampleUsage[] {
  if (!isActive(account, on)) return [];
  const random = randomOf(`${account.key} usage ${on}`);
  const isWeekend = on.dayOfWeek > 5;
  const month = account.customerSince.until(on, { largestUnit: "months" }).months;
  const mood = account.mood[month] ?? 0;
  const engagement = (1 / (1 + Math.exp(-2.4 * (mood + 0.5)))) * (isWeekend ? 0.08 : 1);
  const usage: SampleUsage[] = [];
  const present = account.contacts.filter(
    (contact) => contact.deactivatedOn === null || Temporal.PlainDate.compare(on, contact.deactivatedOn) < 0,
  );
  for (const contact of present) {
    if (!random.isTrue(engagement * 0.13)) continue;
    usage.push({ contact: contact.key, event: "Logged in", on, count: random.whole(1, 3) });
    if (random.isTrue(0.45)) {
      usage.push({ contact: contact.key, event: random.pick(features), on, count: random.whole(1, 12) });
    }
  }
  return usage;
}

function isActive(account: SampleAccount, on: Temporal.PlainDate): boolean {
  return account.terms.some(
    (term) =>
      Temporal.PlainDate.compare(term.startsOn, on) <= 0 && Temporal.PlainDate.compare(on, term.endsOn) <= 0,
  );
}
