import { drainJobs } from "../../server/src/kernel/jobs/index.ts";
import { sortIndexesSlice } from "../../server/src/objects/index.ts";
import type { BenchCompany } from "./bench-company.ts";
import type { Size } from "./fill.ts";
import { asMs, type Figure, percentile, timed } from "./measure.ts";

/** Fields of each kind, with the same in SQL. */
const sorts: readonly { field: string; sql: string }[] = [
  ...["event_1_30d", "event_2_7d", "contacts_30d", "days_30d"].map((slug) => ({
    field: `metric:${slug}`,
    sql: `d.m_${slug}`,
  })),
  { field: "score:bench", sql: "d.h_bench" },
  { field: "employeeCount", sql: "r.employee_count" },
  { field: "industry", sql: "lower(r.industry)" },
  { field: "name", sql: "lower(r.name)" },
];

/** A page of 100 accounts, filtered and sorted, through HTTP, beside the same SQL sent by itself. */
export async function benchPage(
  { app, address, pool }: BenchCompany,
  { accounts }: Size,
  times: number,
): Promise<Figure> {
  const ours: number[] = [];
  const limit: number[] = [];
  const urlOf = (field: string, employees: number) => {
    const filter = JSON.stringify({ subject: "employeeCount", op: "at-least", value: employees });
    return `${address}/api/v1/accounts?limit=100&sort=-${field}&filter=${encodeURIComponent(filter)}`;
  };
  // Each order once, by people who wait for it; then the worker makes their indexes, as it does at once in production.
  const first: number[] = [];
  for (const { field } of sorts) first.push((await timed(() => fetch(urlOf(field, 100)))).ms);
  const made = await timed(() => drainJobs(app, { jobs: sortIndexesSlice.jobs ?? [] }));
  const { rows } = await pool.query("select from sort_indexes s join pg_class c on c.relname = s.index_name");
  for (let n = -3; n < times; n += 1) {
    const sort = sorts[Math.abs(n) % sorts.length] ?? { field: "name", sql: "lower(r.name)" };
    const employees = 100 + (Math.abs(n) % 10) * 50;
    const url = urlOf(sort.field, employees);
    const page = await timed(async () => (await fetch(url)).json() as Promise<{ items: { id: string }[] }>);
    const same = await timed(() =>
      pool.query<{ id: string }>(
        `select r.*, d.* from accounts r join account_derived d on d.account_id = r.id
          where r.archived_at is null and r.employee_count >= $1
          order by ${sort.sql} desc nulls last, r.id desc limit 100`,
        [employees],
      ),
    );
    const ids = page.result.items.map((item) => item.id);
    if (ids.length === 0 || ids.join() !== same.result.rows.map((row) => row.id).join()) {
      throw new Error("the page through HTTP is not the page of the SQL beside it");
    }
    if (n < 0) continue;
    ours.push(page.ms);
    limit.push(same.ms);
  }
  const both = (values: number[]) =>
    `p50 ${asMs(percentile(values, 0.5))}, p95 ${asMs(percentile(values, 0.95))}`;
  return {
    work: `page of 100, filtered and sorted, of ${accounts.toLocaleString("en")} accounts, through HTTP`,
    measured: `${both(ours)}; the first time ${asMs(Math.max(...first))} at most, then ${rows.length} indexes in ${asMs(made.ms)}`,
    limit: `${both(limit)} (same SQL)`,
    ratio: `${(percentile(ours, 0.5) / percentile(limit, 0.5)).toFixed(2)}×`,
    mustReach: "p95 ≤ 90 ms",
  };
}
