import { sumDecimals } from "../../ui/grid/decimal.ts";

/** A priced line as the contract shows it: active from its first day through its last. */
export type Line = {
  product: string | null;
  plan: string | null;
  startsOn: string | null;
  endsOn: string | null;
  arr: string | null;
  kind: string | null;
  trial: boolean | null;
};

/** Whether the line runs on a date and carries ARR. */
export function carriesArrOn(line: Line, date: string): boolean {
  return (
    line.arr !== null &&
    line.startsOn !== null &&
    line.startsOn <= date &&
    (line.endsOn === null || line.endsOn >= date)
  );
}

/** ARR of the lines on a date, exactly. The lines are of one currency. */
export function arrOn(lines: readonly Line[], date: string): string {
  return sumDecimals(lines.filter((line) => carriesArrOn(line, date)).map((line) => line.arr ?? "0"));
}

export type CurrencyAmount = { currency: string; amount: string };

/** ARR of the lines on a date by currency, the contract's own first; zero of it when nothing is sold. */
export function arrByCurrency(
  lines: readonly (Line & { currency: string | null })[],
  date: string,
  own: string,
): CurrencyAmount[] {
  const others = lines.filter((line) => carriesArrOn(line, date)).map((line) => line.currency ?? own);
  const sold = [...new Set([...(others.includes(own) || others.length === 0 ? [own] : []), ...others])];
  return sold.map((currency) => ({
    currency,
    amount: arrOn(
      lines.filter((line) => (line.currency ?? own) === currency),
      date,
    ),
  }));
}

/** What a line is called: its product, its plan, or that nobody named it. */
export const lineName = (line: Pick<Line, "product" | "plan">): string =>
  line.product ?? line.plan ?? "Unnamed line";

/** What a contract is called. */
export const contractName = (contract: { name: string | null; isImplied: boolean | null }): string =>
  contract.name ?? (contract.isImplied ? "Implied contract" : "Contract");

export type ArrOverTime = { dates: string[]; products: { name: string; values: string[] }[] };

const mostProducts = 5;
const mostMonths = 60;

/**
 * ARR by product on the first of each month, from the contract's first line to its end or a year from today, the last five
 * years at most. Beyond five products the smaller ones count as one.
 */
export function arrOverTime(lines: readonly Line[], today: Temporal.PlainDate): ArrOverTime {
  const starts = lines.flatMap((line) => line.startsOn ?? []).sort();
  const [first] = starts;
  if (first === undefined) return { dates: [], products: [] };
  const ends = lines.map((line) => line.endsOn ?? today.add({ years: 1 }).toString()).sort();
  const to = Temporal.PlainDate.from(ends.at(-1) ?? first);
  const dates: string[] = [];
  for (
    let month = Temporal.PlainDate.from(first).with({ day: 1 });
    Temporal.PlainDate.compare(month, to) <= 0;
    month = month.add({ months: 1 })
  ) {
    dates.push(month.toString() < first ? first : month.toString());
  }
  const shown = dates.slice(-mostMonths);
  const names = [...new Set(lines.map(lineName))].sort(
    (a, b) => peak(lines, b, shown) - peak(lines, a, shown),
  );
  const own = names.slice(0, names.length > mostProducts + 1 ? mostProducts : names.length);
  const others = names.slice(own.length);
  const valuesOf = (of: readonly string[]) =>
    shown.map((date) =>
      arrOn(
        lines.filter((line) => of.includes(lineName(line))),
        date,
      ),
    );
  return {
    dates: shown,
    products: [
      ...own.map((name) => ({ name, values: valuesOf([name]) })),
      ...(others.length > 0 ? [{ name: `${others.length} others`, values: valuesOf(others) }] : []),
    ],
  };
}

/** For the order alone. */
function peak(lines: readonly Line[], name: string, dates: readonly string[]): number {
  const own = lines.filter((line) => lineName(line) === name);
  return Math.max(0, ...dates.map((date) => Number(arrOn(own, date))));
}
