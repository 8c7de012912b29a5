import { randomOf } from "./random.ts";
import type { SampleAccount } from "./world.ts";

export type SampleTicket = {
  key: string;
  subject: string;
  requester: string;
  priority: string;
  kind: string;
  openedAt: Temporal.Instant;
  firstResponseAt: Temporal.Instant;
  /** Null while it is open. */
  solvedAt: Temporal.Instant | null;
  reopenedCount: number;
  escalated: boolean;
  csat: number | null;
};

const subjects = [
  ["Single sign-on fails for a group", "troubleshooting"],
  ["Export stops half-way", "troubleshooting"],
  ["Question about licences", "other"],
  ["Training for a new team", "training"],
  ["Connector shows old data", "maintenance"],
  ["Report is slow", "troubleshooting"],
  ["Upgrade to the new planner", "upgrade"],
  ["Set up a second workspace", "installation"],
] as const;

/** The account's tickets, about six a year; unhappy accounts open more, wait longer and rate lower. */
export function ticketsOf(account: SampleAccount, today: Temporal.PlainDate): SampleTicket[] {
  const random = randomOf(`${account.key} tickets`);
  const tickets: SampleTicket[] = [];
  account.mood.forEach((mood, month) => {
    const count = random.isTrue(Math.min(0.9, 0.4 - mood * 0.15)) ? random.whole(1, mood < -0.8 ? 3 : 1) : 0;
    for (let index = 0; index < count; index += 1) {
      const on = account.customerSince.add({ months: month, days: random.whole(0, 26) });
      if (Temporal.PlainDate.compare(on, today) >= 0) continue;
      const [subject, kind] = random.pick(subjects);
      const openedAt = on
        .toZonedDateTime({ timeZone: "UTC", plainTime: { hour: random.whole(6, 17) } })
        .toInstant();
      const hours = Math.max(1, Math.round(Math.exp(2.6 - mood * 0.5 + random.normal())));
      const ageHours = openedAt.until(today.toZonedDateTime("UTC").toInstant()).total("hours");
      const solvedAt = hours < ageHours ? openedAt.add({ hours }) : null;
      tickets.push({
        key: `${account.key}-K${month}-${index}`,
        subject,
        kind,
        requester: random.pick(account.contacts).key,
        priority: random.pickWeighted([
          ["low", 3],
          ["normal", 5],
          ["high", 2],
          ["urgent", mood < -0.5 ? 2 : 0.4],
        ] as const),
        openedAt,
        firstResponseAt: openedAt.add({ minutes: random.whole(5, 300) }),
        solvedAt,
        reopenedCount: random.isTrue(0.1) ? 1 : 0,
        escalated: random.isTrue(mood < -0.8 ? 0.2 : 0.03),
        csat:
          solvedAt && random.isTrue(0.5)
            ? Math.max(1, Math.min(5, Math.round(3.9 + mood * 0.6 + random.normal())))
            : null,
      });
    }
  });
  return [...tickets, ...openTickets(account, today)];
}

/** Where it goes badly, an urgent ticket is open today, and an older one drags. */
function openTickets(account: SampleAccount, today: Temporal.PlainDate): SampleTicket[] {
  if (account.seatsLicensed === 0 || (account.mood.at(-1) ?? 0) > -1.2) return [];
  const random = randomOf(`${account.key} open tickets`);
  const opened = (daysAgo: number) =>
    today
      .subtract({ days: daysAgo })
      .toZonedDateTime({ timeZone: "UTC", plainTime: { hour: random.whole(6, 17) } })
      .toInstant();
  const ticket = (key: string, daysAgo: number, priority: string): SampleTicket => {
    const [subject, kind] = random.pick(subjects);
    const openedAt = opened(daysAgo);
    return {
      ...{ key: `${account.key}-${key}`, subject, kind, priority, openedAt, solvedAt: null },
      requester: random.pick(account.contacts).key,
      firstResponseAt: openedAt.add({ minutes: random.whole(20, 600) }),
      reopenedCount: random.whole(0, 2),
      escalated: random.isTrue(0.5),
      csat: null,
    };
  };
  return [ticket("KU", random.whole(1, 6), "urgent"), ticket("KD", random.whole(16, 40), "high")];
}
