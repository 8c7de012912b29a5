import { previewSegment as endpoint, type SegmentPreview } from "@perennial/contract";
import { describeRule } from "@perennial/rules";
import { sql } from "kysely";
import { namesIn } from "../explain/index.ts";
import { query } from "../kernel/query.ts";
import {
  catalogOf,
  derivedJoin,
  objectTypeOf,
  parseRuleFor,
  ruleEnv,
  ruleExpression,
} from "../objects/index.ts";

const sampleSize = 20;

/** How many records a rule would hold now, and the first of them by name. Nothing is stored. */
export const previewSegment = query({
  name: "segments.preview",
  permission: "segments.read",
  input: endpoint.body,
  async run({ app, db, ctx, input }): Promise<SegmentPreview> {
    const rule = await parseRuleFor(app, db, input.object, input.rule);
    const env = await ruleEnv(app, ctx);
    const catalog = await catalogOf(app);
    const type = objectTypeOf(catalog, input.object);
    const derived = derivedJoin(type);
    const from = sql`from ${sql.table(type.table)} r ${derived} where r.archived_at is null`;
    const { rows: counted } = await sql<{ count: number; total: number }>`
      select count(*) filter (where ${ruleExpression(rule, env, "all")}) as count, count(*) as total ${from}
    `.execute(db);
    const count = Number(counted[0]?.count ?? 0);
    const arr = catalog.fieldsOf(input.object).get("arr");
    const revenue = arr?.column.table === "derived" ? sql.id("r_d", arr.column.name) : sql`null`;
    const { rows } = await sql<SegmentPreview["sample"][number]>`
      select r.id, r.name, (${revenue})::text as arr ${from} and ${ruleExpression(rule, env)}
       order by lower(r.name), r.id limit ${count === 0 ? 0 : sampleSize}
    `.execute(db);
    return {
      sentence: describeRule(rule, await namesIn(app, [rule])),
      count,
      total: Number(counted[0]?.total ?? 0),
      sample: rows,
    };
  },
});
