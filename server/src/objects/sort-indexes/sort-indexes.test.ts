import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestApp, testApp } from "../../../test/app.ts";
import { catalogOf, objectTypeOf } from "../catalog.ts";
import { listIds } from "../list-records.ts";
import { noteSlowSort } from "./note-slow-sort.ts";

// Lists long enough to be worth an index, with ties, gaps and texts that only differ in case or beyond what decides.

let t: TestApp;
beforeAll(async () => {
  t = await testApp();
  await sql`
    insert into accounts (id, name, industry, employee_count, plan, created_at, updated_at, archived_at)
    select gen_random_uuid(), chr(65 + n % 26) || case when n % 3 = 0 then 'x' else 'X' end || repeat('é', n % 400),
           case when n % 5 = 0 then null else 'Industry ' || n % 7 end, case when n % 4 = 0 then null else n % 90 end,
           null, now(), now(), case when n % 100 = 0 then now() end
      from generate_series(1, 11000) n
  `.execute(t.db);
  await sql`
    insert into account_derived (account_id, arr)
    select id, case when employee_count % 3 = 0 then null else employee_count * 1000.25 end from accounts
  `.execute(t.db);
  await sql`vacuum analyze accounts`.execute(t.db);
  await sql`vacuum analyze account_derived`.execute(t.db);
}, 120_000);
afterAll(() => t.close());

/** What each order comes to, in SQL of the test's own. */
const orders = {
  employeeCount: "r.employee_count",
  industry: "left(lower(r.industry), 200)",
  name: "left(lower(r.name), 200)",
  plan: "r.plan",
  arr: "d.arr",
};
type Order = keyof typeof orders;
const filter = JSON.stringify({ subject: "employeeCount", op: "at-least", value: 20 });

async function everyPage(sort: string, more: { filter?: string }): Promise<string[]> {
  const [catalog, ctx] = [await catalogOf(t.app), await t.ctx()];
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const request = { limit: 997, sort, cursor, ...more };
    const page = await listIds(t.app, ctx, catalog, objectTypeOf(catalog, "account"), request);
    ids.push(...page.ids);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return ids;
}

async function expected(order: Order, direction: "asc" | "desc", isFiltered: boolean): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select r.id from accounts r join account_derived d on d.account_id = r.id
     where r.archived_at is null ${isFiltered ? sql`and r.employee_count >= 20` : sql``}
     order by ${sql.raw(`${orders[order]} ${direction} nulls last, r.id ${direction}`)}
  `.execute(t.db);
  return rows.map((row) => row.id);
}

async function everyListIsRight(): Promise<void> {
  for (const order of Object.keys(orders) as Order[]) {
    for (const direction of ["asc", "desc"] as const) {
      const sort = direction === "desc" ? `-${order}` : order;
      const isFiltered = order !== "name";
      const pages = await everyPage(sort, isFiltered ? { filter } : {});
      expect(pages, sort).toEqual(await expected(order, direction, isFiltered));
    }
  }
}

async function note(...slugs: string[]): Promise<void> {
  const fields = (await catalogOf(t.app)).fieldsOf("account");
  const ctx = await t.ctx();
  for (const slug of slugs) {
    const field = fields.get(slug);
    if (field) await noteSlowSort(t.app, ctx, field);
  }
  await t.drain();
}

const indexes = async () =>
  (
    await sql<{ field: string; is_valid: boolean; scans: number }>`
      select s.field, i.indisvalid as is_valid, u.idx_scan::int as scans from sort_indexes s
        join pg_class c on c.relname = s.index_name join pg_index i on i.indexrelid = c.oid
        join pg_stat_user_indexes u on u.indexrelid = c.oid order by s.field`.execute(t.db)
  ).rows;

test("a list is the same, page by page, before its index is there and after; then it is read", {
  timeout: 300_000,
}, async () => {
  await everyListIsRight();
  await note("employeeCount", "industry", "name", "arr");
  const made = await indexes();
  expect(made.every(({ is_valid }) => is_valid)).toBe(true);
  // The machine decides whether others were slow as well.
  expect(made.map(({ field }) => field)).toEqual(
    expect.arrayContaining(["arr", "employeeCount", "industry", "name"]),
  );
  await everyListIsRight();
  await sql`select pg_stat_force_next_flush()`.execute(t.db);
  const read = await indexes();
  expect(read.find(({ field }) => field === "name")?.scans).toBeGreaterThan(0);
  expect(read.find(({ field }) => field === "employeeCount")?.scans).toBeGreaterThan(0);
});

test("one that a killed process left half made is made again; one that nobody uses for a month goes", async () => {
  await sql`update pg_index set indisvalid = false where indexrelid in
    (select c.oid from pg_class c join sort_indexes s on s.index_name = c.relname where s.field = 'industry')`.execute(
    t.db,
  );
  t.advance({ hours: 2 });
  await note("industry");
  expect((await indexes()).every(({ is_valid }) => is_valid)).toBe(true);
  t.advance({ hours: 24 * 31 });
  await note("industry");
  expect((await indexes()).map(({ field }) => field)).toContain("industry");
  expect((await indexes()).map(({ field }) => field)).not.toContain("employeeCount");
  await everyListIsRight();
});

test("an object has twelve at the most", async () => {
  t.advance({ hours: 25 });
  const some = [
    "employeeCount",
    "name",
    "country",
    "region",
    "tier",
    "plan",
    "currency",
    "timeZone",
    "touchModel",
  ];
  await note(...some, "seatsLicensed", "customerSince", "lifecycle", "arr", "mrr");
  expect(await indexes()).toHaveLength(12);
});
