import type { Random } from "./random.ts";
import type { SampleTerm } from "./world.ts";

/**
 * How well an account does, month by month: a walk that reverts to its own level, with rare shocks (a sponsor
 * leaves, a merger). 0 is average; below −1 trouble shows in usage and tickets, and renewals are lost.
 */
export function moodOf(random: Random, months: number): number[] {
  const level = random.normal() * 0.7 + 0.4;
  let mood = level;
  return Array.from({ length: months }, () => {
    const shock = random.isTrue(0.025) ? -1.6 : 0;
    mood += 0.25 * (level - mood) + random.normal() * 0.35 + shock;
    return mood;
  });
}

/** The probability that a renewal is won, from the mood of the three months before it (logistic). */
export function renewalProbability(mood: number): number {
  return 1 / (1 + Math.exp(-(2.1 + 1.9 * mood)));
}

const losses = [
  ["Low usage", "low_usage", 4],
  ["Sponsor left", "sponsor_lost", 3],
  ["Chose a competitor", "competitor", 2],
  ["Budget cut", "price", 3],
  ["Missing capability", "missing_capability", 2],
  ["Merger", "merger", 1],
] as const;

/** The account's terms from its start until the one that runs today, or until it left (and, for a few, came back). */
export function termsOf(
  random: Random,
  account: {
    key: string;
    since: Temporal.PlainDate;
    seats: number;
    seatPrice: number;
    mood: readonly number[];
  },
  today: Temporal.PlainDate,
): SampleTerm[] {
  const terms: SampleTerm[] = [];
  let startsOn = account.since;
  let seats = account.seats;
  let price = account.seatPrice;
  const years = random.isTrue(0.12) ? 2 : 1;
  const autoRenews = random.isTrue(0.35);
  const addOnArr = random.isTrue(0.3) ? String(random.whole(3, 40) * 500) : null;
  while (Temporal.PlainDate.compare(startsOn, today) <= 0) {
    const endsOn = startsOn.add({ years }).subtract({ days: 1 });
    const mood = moodBefore(account, endsOn);
    const expansion = expansionOf(random, startsOn, endsOn, today, seats, mood);
    const term = {
      key: `${account.key}-T${terms.length + 1}`,
      startsOn,
      endsOn,
      seats,
      seatPrice: price.toFixed(2),
      autoRenews,
      noticePeriodDays: years === 2 ? 90 : 30,
      addOnArr,
      expansion,
    };
    const wins = random.isTrue(renewalProbability(mood));
    const lateDays = Math.round(random.normal() * 14 - 12);
    const on = endsOn.add({ days: Math.min(lateDays, 28) });
    if (Temporal.PlainDate.compare(on, today) >= 0) {
      terms.push({ ...term, outcome: null });
      break;
    }
    if (!wins) {
      const [lossReason, rootCause] = random.pickWeighted(losses.map((loss) => [loss, loss[2]] as const));
      const decidedOn = endsOn.subtract({ days: random.whole(5, 40) });
      terms.push({ ...term, outcome: { kind: "churned", on: decidedOn, lossReason, rootCause } });
      if (!random.isTrue(0.12)) break;
      startsOn = endsOn.add({ months: random.whole(3, 7), days: 1 });
      continue;
    }
    terms.push({ ...term, outcome: { kind: "renewed", on, lossReason: null, rootCause: null } });
    seats = Math.max(
      3,
      Math.round((seats + (expansion?.seats ?? 0)) * (mood < -0.2 && random.isTrue(0.5) ? 0.8 : 1)),
    );
    price = Math.round(price * (random.isTrue(0.6) ? 1.04 : 1));
    startsOn = endsOn.add({ days: 1 });
  }
  return terms;
}

function expansionOf(
  random: Random,
  startsOn: Temporal.PlainDate,
  endsOn: Temporal.PlainDate,
  today: Temporal.PlainDate,
  seats: number,
  mood: number,
): SampleTerm["expansion"] {
  if (!random.isTrue(mood > 0.5 ? 0.45 : 0.1)) return null;
  const on = startsOn.add({ days: random.whole(60, 300) });
  const isPast = Temporal.PlainDate.compare(on, today) < 0 && Temporal.PlainDate.compare(on, endsOn) < 0;
  return isPast ? { on, seats: Math.max(2, Math.round(seats * (0.1 + random.next() * 0.3))) } : null;
}

function moodBefore(
  account: { since: Temporal.PlainDate; mood: readonly number[] },
  on: Temporal.PlainDate,
): number {
  const month = account.since.until(on, { largestUnit: "months" }).months;
  const before = account.mood.slice(Math.max(0, month - 3), month + 1);
  return before.length === 0 ? 0 : before.reduce((sum, value) => sum + value, 0) / before.length;
}
