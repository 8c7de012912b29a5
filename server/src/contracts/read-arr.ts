import { sql } from "kysely";
import type { Db } from "../kernel/db.ts";
import { formatAmount, parseAmount } from "../kernel/money.ts";
import { type Reporting, reportingLines, unconvertedLines } from "./reporting-lines.sql.ts";

export type ArrOfAccount = { accountId: string; name: string; arr: string };
export type ArrReport = {
  totalArr: string;
  accounts: number;
  unconverted: { currency: string; arr: string }[];
  rows?: ArrOfAccount[];
};

/**
 * ARR at a date: Σ over the recurring lines active on it, in the reporting currency.
 * `accounts` counts those with ARR above zero.
 */
export async function readArrAt(
  db: Db,
  reporting: Reporting,
  at: string,
  options: { withRows: boolean },
): Promise<ArrReport> {
  const { rows } = await sql<{ account_id: string; name: string; arr: string }>`
    with ${reportingLines(reporting)}
    select l.account_id, a.name, sum(l.arr) as arr
      from lines l join accounts a on a.id = l.account_id
     where l.starts_on <= ${at}::date and (l.ends_before is null or l.ends_before > ${at}::date)
     group by l.account_id, a.name
    having sum(l.arr) <> 0
     order by sum(l.arr) desc, a.name, l.account_id
  `.execute(db);
  const unconverted = await unconvertedLines(reporting, at).execute(db);
  const amounts = rows.map((row) => parseAmount(row.arr) ?? 0n);
  return {
    totalArr: formatAmount(amounts.reduce((sum, amount) => sum + amount, 0n)),
    accounts: amounts.filter((amount) => amount > 0n).length,
    unconverted: unconverted.rows.map((row) => ({ currency: row.currency, arr: amountText(row.arr) })),
    ...(options.withRows
      ? { rows: rows.map((row) => ({ accountId: row.account_id, name: row.name, arr: amountText(row.arr) })) }
      : {}),
  };
}

/** A `numeric` of PostgreSQL as money is written: at least two decimal places. */
export const amountText = (numeric: string): string => formatAmount(parseAmount(numeric) ?? 0n);
