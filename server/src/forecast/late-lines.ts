import { type Decimal, decimal, multiply, round, subtract } from "../contracts/index.ts";
import type { StoredRecord } from "../objects/index.ts";

/** A line of a contract that is known otherwise than it was known on the day asked of. */
export type LateLine = {
  id: string;
  what: string;
  effectiveOn: string;
  recordedAt: string;
  by: string;
  /** Whether it changes what the contract is worth on a date. */
  appliesOn(date: string): boolean;
  /** What it adds there, in the company's currency. */
  differenceOn(date: string): Decimal;
};

type Asked = {
  day: string;
  knownThen: readonly StoredRecord[];
  knownNow: readonly StoredRecord[];
  records: ReadonlyMap<string, { recordedAt: string; by: string; firstEndsOn: string | null }>;
  /** Undefined without a rate: such lines are in no report. */
  rateOf(currency: string): string | undefined;
};

type Line = { arr: string; startsOn: string; endsOn: string | null; currency: string };

const nothing = decimal("0");

/**
 * Of lines that changed after a day, those that changed by a fact of that day or before. A line entered later counts where it
 * began by then; an end set later, where it had ended by then; a corrected price holds for its whole span. Changes that took
 * effect after the day are no restatement: they are what happened next.
 */
export function lateLines({ day, knownThen, knownNow, records, rateOf }: Asked): LateLine[] {
  const before = new Map(knownThen.map((record) => [record.id, lineOf(record)]));
  return knownNow.flatMap((record): LateLine[] => {
    const known = before.get(record.id) ?? null;
    const recorded = records.get(record.id);
    const rate = rateOf(String(record.values.currency));
    if (!recorded || rate === undefined) return [];
    const { firstEndsOn, ...by } = recorded;
    const line = asIfRecorded(day, known, lineOf(record), firstEndsOn);
    const worth = (one: Line | null, date: string) =>
      one && one.startsOn <= date && (one.endsOn === null || one.endsOn >= date)
        ? round(multiply(decimal(one.arr), decimal(rate)), 2)
        : nothing;
    const differenceOn = (date: string) => subtract(worth(line, date), worth(known, date));
    return [
      {
        id: record.id,
        what: whatOf(record, known),
        effectiveOn: String(record.values.startsOn),
        ...by,
        appliesOn: (date) => differenceOn(date).units !== 0n,
        differenceOn,
      },
    ];
  });
}

function lineOf({ values, archivedAt }: StoredRecord): Line | null {
  if (archivedAt !== null || values.arr === null) return null;
  return {
    arr: String(values.arr),
    startsOn: String(values.startsOn),
    endsOn: values.endsOn === null ? null : String(values.endsOn),
    currency: String(values.currency),
  };
}

/** The line as it would have been known on the day, had everything of the day been recorded: an end of later is not its end. */
function asIfRecorded(
  day: string,
  known: Line | null,
  line: Line | null,
  firstEndsOn: string | null,
): Line | null {
  if (!line || (!known && line.startsOn > day)) return null;
  const hasEnded = line.endsOn !== null && line.endsOn < day;
  return { ...line, endsOn: hasEnded ? line.endsOn : known ? known.endsOn : firstEndsOn };
}

function whatOf({ values, archivedAt }: StoredRecord, known: Line | null): string {
  const named =
    [values.product, values.plan].filter((part) => typeof part === "string").join(" ") || "A line";
  if (!known) return `${named}, entered later`;
  if (archivedAt !== null) return `${named}, taken out later`;
  return `${named}, changed later`;
}
