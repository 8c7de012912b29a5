import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { catalogOf } from "../objects/index.ts";
import { selectOfExpressions } from "./expressions.sql.ts";
import type { ComputeEnvironment, ExpressionNode } from "./node.ts";

let t: TestApp;
beforeAll(async () => {
  t = await testApp();
  await sql`
    insert into accounts (id, name, employee_count, created_at, updated_at)
    select gen_random_uuid(), 'Account ' || n, n, now(), now() from generate_series(1, 3000) n`.execute(t.db);
  await sql`insert into account_derived (account_id) select id from accounts`.execute(t.db);
  await sql`vacuum analyze accounts, account_derived`.execute(t.db);
});
afterAll(() => t.close());

/** Each reads the account's own row and, but for the first, the level before it. */
const levels = [1, 2, 3, 4].map((level): ExpressionNode[] => [
  {
    kind: "expression",
    key: `level-${level}`,
    reads: [],
    columns: [
      {
        name: `x_${level}`,
        field: { slug: `x${level}`, label: "X", group: "Test", type: "integer" },
      },
    ],
    expressions: () => ({
      [`x_${level}`]:
        level === 1 ? sql`r.employee_count` : sql`r_d.${sql.id(`x_${level - 1}`)} + r.employee_count`,
    }),
  },
]);

it("sees the level before and the account's own row, and reads accounts once for all levels", async () => {
  for (const n of [1, 2, 3, 4]) {
    await sql`alter table account_derived add column ${sql.id(`x_${n}`)} integer`.execute(t.db);
  }
  const environment = { catalog: await catalogOf(t.app) } as ComputeEnvironment;
  const { rows: some } = await sql<{ id: string }>`select id from accounts order by id limit 400`.execute(
    t.db,
  );
  const scope = sql`any(${`{${some.map(({ id }) => id).join(",")}}`}::uuid[])`;
  const select = selectOfExpressions(environment, levels, scope);

  const { rows } = await sql<{ wrong: number; count: number }>`
    select count(*)::int as count, count(*) filter (where n.x_4 is distinct from 4 * a.employee_count)::int as wrong
      from (${select}) n join accounts a on a.id = n.account_id`.execute(t.db);
  expect(rows).toEqual([{ count: 400, wrong: 0 }]);

  // With a join at every level the batch's accounts are compared with one another: 400 × 400 rows at each.
  const { rows: plan } = await sql<{ "QUERY PLAN": string }>`explain ${select}`.execute(t.db);
  const text = plan.map((row) => row["QUERY PLAN"]).join("\n");
  expect(text.match(/ on accounts /g)).toHaveLength(1);
});
