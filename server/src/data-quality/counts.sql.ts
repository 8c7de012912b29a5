import { sql } from "kysely";
import type { Db, Tx } from "../kernel/db.ts";

/** What each check found when the days began, oldest first. */
export type Trends = ReadonlyMap<string, { on: string; count: number }[]>;

const trendDays = 90;

export async function trendsOf(db: Db, today: Temporal.PlainDate): Promise<Trends> {
  const { rows } = await sql<{ check_slug: string; on: string; count: number }>`
    select check_slug, on_date::text as on, count from quality_counts
     where on_date > ${today.subtract({ days: trendDays }).toString()}::date order by check_slug, on_date
  `.execute(db);
  const trends = new Map<string, { on: string; count: number }[]>();
  for (const { check_slug, on, count } of rows) {
    trends.set(check_slug, [...(trends.get(check_slug) ?? []), { on, count }]);
  }
  return trends;
}

/** Keeps what a check found on a day; counted twice, the later count stands. */
export async function keepCount(
  tx: Tx,
  { slug, on, count, arr }: { slug: string; on: Temporal.PlainDate; count: number; arr: string },
): Promise<void> {
  await sql`
    insert into quality_counts (check_slug, on_date, count, arr)
    values (${slug}, ${on.toString()}::date, ${count}, ${arr}::numeric)
    on conflict (check_slug, on_date) do update set count = excluded.count, arr = excluded.arr
  `.execute(tx);
}
