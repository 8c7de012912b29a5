import { compare, decimal, decimalText, fromInteger, multiply } from "@perennial/contract/pricing";

/** What an account paid in a month (`YYYY-MM-01`), as a revenue sheet says it. */
export type Snapshot = {
  readonly month: string;
  readonly plan: string;
  readonly mrr: string;
  readonly currency: string;
};

/** A line made of equal months in a row. `endsOn` is null where it goes on. */
export type SnapshotLine = {
  readonly plan: string;
  readonly currency: string;
  readonly startsOn: string;
  readonly endsOn: string | null;
  readonly arr: string;
};

/**
 * Dated lines of one account's months: equal months in a row are one line. A month without a row, or with 0, has no
 * revenue, except after the last month that the sheet as a whole has: what comes then is not known, and not churn.
 */
export function snapshotLines(snapshots: readonly Snapshot[], lastMonth: string): SnapshotLine[] {
  const lines: SnapshotLine[] = [];
  for (const [, ofPlan] of Map.groupBy(snapshots, (one) => `${one.plan} ${one.currency}`)) {
    const paid = ofPlan
      .filter((one) => decimal(one.mrr).units !== 0n)
      .toSorted((a, b) => (a.month < b.month ? -1 : 1));
    let run: Snapshot[] = [];
    for (const one of paid) {
      const last = run.at(-1);
      if (last && (nextMonth(last.month) !== one.month || !isSameAmount(last.mrr, one.mrr))) {
        lines.push(lineOf(run, lastMonth));
        run = [];
      }
      run.push(one);
    }
    if (run.length > 0) lines.push(lineOf(run, lastMonth));
  }
  return lines.toSorted((a, b) => (a.startsOn < b.startsOn ? -1 : a.startsOn > b.startsOn ? 1 : 0));
}

function lineOf(run: readonly Snapshot[], lastMonth: string): SnapshotLine {
  const [first, last] = [run[0], run.at(-1)];
  if (!first || !last) throw new RangeError("a line needs a month");
  const endsOn = Temporal.PlainDate.from(nextMonth(last.month)).subtract({ days: 1 }).toString();
  return {
    plan: first.plan,
    currency: first.currency,
    startsOn: first.month,
    endsOn: last.month >= lastMonth ? null : endsOn,
    arr: decimalText(multiply(decimal(first.mrr), fromInteger(12))),
  };
}

const nextMonth = (month: string): string => Temporal.PlainDate.from(month).add({ months: 1 }).toString();
const isSameAmount = (left: string, right: string): boolean => compare(decimal(left), decimal(right)) === 0;
