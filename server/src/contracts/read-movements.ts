import { sql } from "kysely";
import type { Db } from "../kernel/db.ts";
import { formatAmount, parseAmount } from "../kernel/money.ts";
import type { Interval } from "./movement-intervals.ts";
import { movementCauses, movementRows } from "./movements.sql.ts";
import type { MovementKind } from "./movements.ts";
import { amountText } from "./read-arr.ts";
import { type Reporting, reportingLines } from "./reporting-lines.sql.ts";

export type IntervalMovements = Interval & {
  startArr: string;
  newArr: string;
  expansionArr: string;
  contractionArr: string;
  churnArr: string;
  reactivationArr: string;
  currencyArr: string;
  endArr: string;
};

export type MovementRow = {
  accountId: string;
  name: string;
  on: string;
  kind: MovementKind;
  arr: string;
  formerEndOn: string | null;
};

/**
 * ARR at the start of each interval, its movements by kind (contraction and churn below zero) and ARR at its end:
 * start + Σ movements = end, and each end is the next start. The intervals meet and are in order.
 */
export async function readMovements(
  db: Db,
  reporting: Reporting,
  intervals: readonly Interval[],
): Promise<IntervalMovements[]> {
  const [first, last] = [intervals[0], intervals.at(-1)];
  if (!first || !last) return [];
  const start = await sql<{ arr: string | null }>`
    with ${reportingLines(reporting)}
    select sum(arr) as arr from lines
     where starts_on <= ${first.from}::date and (ends_before is null or ends_before > ${first.from}::date)
  `.execute(db);
  const sums = await sql<{ interval_from: string; kind: MovementKind; arr: string }>`
    with ${movementRows(reporting, first.from, last.to)}
    select i.interval_from, m.kind, sum(m.change) as arr
      from unnest(${intervals.map((one) => one.from)}::date[], ${intervals.map((one) => one.to)}::date[])
             as i (interval_from, interval_to)
      join movements m on m.on_date > i.interval_from and m.on_date <= i.interval_to
     group by i.interval_from, m.kind
  `.execute(db);
  const byInterval = Map.groupBy(sums.rows, (row) => row.interval_from);
  let level = parseAmount(start.rows[0]?.arr ?? "0") ?? 0n;
  return intervals.map((interval) => {
    const ofInterval = byInterval.get(interval.from) ?? [];
    const sumOf = (kind: MovementKind) =>
      parseAmount(ofInterval.find((row) => row.kind === kind)?.arr ?? "0") ?? 0n;
    const startArr = level;
    level = ofInterval.reduce((sum, row) => sum + (parseAmount(row.arr) ?? 0n), level);
    return {
      ...interval,
      startArr: formatAmount(startArr),
      newArr: formatAmount(sumOf("new")),
      expansionArr: formatAmount(sumOf("expansion")),
      contractionArr: formatAmount(sumOf("contraction")),
      churnArr: formatAmount(sumOf("churn")),
      reactivationArr: formatAmount(sumOf("reactivation")),
      currencyArr: formatAmount(0n),
      endArr: formatAmount(level),
    };
  });
}

/**
 * The same at the rates of the dates: an interval's start at those of its first day, its movements and end at those of its
 * last. What is left between them is the effect of the rates alone.
 */
export async function readMovementsAtDates(
  db: Db,
  reporting: Omit<Reporting, "ratesOn">,
  intervals: readonly Interval[],
): Promise<IntervalMovements[]> {
  const read: IntervalMovements[] = [];
  for (const interval of intervals) {
    const [atEnd] = await readMovements(db, { ...reporting, ratesOn: interval.to }, [interval]);
    const [atStart] = await readMovements(db, { ...reporting, ratesOn: interval.from }, [
      { from: interval.from, to: interval.from },
    ]);
    if (!atEnd || !atStart) continue;
    const effect = (parseAmount(atEnd.startArr) ?? 0n) - (parseAmount(atStart.startArr) ?? 0n);
    read.push({ ...atEnd, startArr: atStart.startArr, currencyArr: formatAmount(effect) });
  }
  return read;
}

export type Causes = { quantityArr: string; priceArr: string; addedArr: string; endedArr: string };

/** What the expansions and contractions of each interval came of, by the interval's first day. */
export async function readCauses(
  db: Db,
  reporting: Reporting,
  intervals: readonly Interval[],
): Promise<Map<string, Causes>> {
  const [first, last] = [intervals[0], intervals.at(-1)];
  if (!first || !last) return new Map();
  const { rows } = await sql<Causes & { from: string }>`
    with ${movementRows(reporting, first.from, last.to)}, ${movementCauses(last.to)}
    select i.interval_from as "from", coalesce(sum(c.quantity_arr), 0) as "quantityArr",
           coalesce(sum(c.price_arr), 0) as "priceArr", coalesce(sum(c.added_arr), 0) as "addedArr",
           coalesce(sum(c.ended_arr), 0) as "endedArr"
      from unnest(${intervals.map((one) => one.from)}::date[], ${intervals.map((one) => one.to)}::date[])
             as i (interval_from, interval_to)
      left join causes c on c.on_date > i.interval_from and c.on_date <= i.interval_to
     group by i.interval_from
  `.execute(db);
  return new Map(
    rows.map(({ from, quantityArr, priceArr, addedArr, endedArr }) => [
      from,
      {
        quantityArr: amountText(quantityArr),
        priceArr: amountText(priceArr),
        addedArr: amountText(addedArr),
        endedArr: amountText(endedArr),
      },
    ]),
  );
}

/** The movements themselves, by date and account: what the sums are made of. At most `limit` rows. */
export async function readMovementRows(
  db: Db,
  reporting: Reporting,
  span: Interval,
  limit: number,
): Promise<MovementRow[]> {
  const { rows } = await sql<{
    account_id: string;
    name: string;
    on_date: string;
    kind: MovementKind;
    change: string;
    former_end_on: string | null;
  }>`
    with ${movementRows(reporting, span.from, span.to)}
    select m.account_id, a.name, m.on_date, m.kind, m.change, m.former_end_on
      from movements m join accounts a on a.id = m.account_id
     order by m.on_date, m.account_id
     limit ${limit}
  `.execute(db);
  return rows.map((row) => ({
    accountId: row.account_id,
    name: row.name,
    on: row.on_date,
    kind: row.kind,
    arr: amountText(row.change),
    formerEndOn: row.former_end_on,
  }));
}
