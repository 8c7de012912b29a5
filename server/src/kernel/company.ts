import type { Db, Tx } from "./db.ts";

/** Settings of the one company an installation serves. */
export type Company = {
  name: string;
  timeZone: string;
  currency: string;
  /** 1–12; 1 means that the fiscal year is the calendar year. */
  fiscalYearStartMonth: number;
};

/** Reads the settings; the row is made by the first migration. */
export async function readCompany(db: Db | Tx): Promise<Company> {
  const row = await db.selectFrom("company").selectAll().executeTakeFirstOrThrow();
  return {
    name: row.name,
    timeZone: row.time_zone,
    currency: row.currency,
    fiscalYearStartMonth: row.fiscal_year_start_month,
  };
}
