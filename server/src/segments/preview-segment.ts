import { previewSegment as endpoint, type SegmentPreview } from "@perennial/contract";
import { describeRule } from "@perennial/rules";
import { sql } from "kysely";
import { presentAccounts } from "../accounts/index.ts";
import { namesIn } from "../explain/index.ts";
import { query } from "../kernel/query.ts";
import {
  catalogOf,
  objectTypeOf,
  parseRuleFor,
  readRecords,
  ruleEnv,
  ruleExpression,
} from "../objects/index.ts";

const sampleSize = 20;

/** How many accounts a rule would hold now, and the first of them by name. Nothing is stored. */
export const previewSegment = query({
  name: "segments.preview",
  permission: "segments.read",
  input: endpoint.body,
  async run({ app, db, ctx, input }): Promise<SegmentPreview> {
    const rule = await parseRuleFor(app, db, input.object, input.rule);
    const env = await ruleEnv(app, ctx);
    const { rows: counted } = await sql<{ count: number; total: number }>`
      select count(*) filter (where ${ruleExpression(rule, env, "all")}) as count, count(*) as total
        from accounts r join account_derived r_d on r_d.account_id = r.id
       where r.archived_at is null
    `.execute(db);
    const count = Number(counted[0]?.count ?? 0);
    const { rows } = await sql<{ id: string }>`
      select r.id from accounts r join account_derived r_d on r_d.account_id = r.id
       where r.archived_at is null and ${ruleExpression(rule, env)}
       order by lower(r.name), r.id limit ${count === 0 ? 0 : sampleSize}
    `.execute(db);
    const catalog = await catalogOf(app);
    const ids = rows.map((row) => row.id);
    const records = await readRecords(db, catalog, objectTypeOf(catalog, input.object), ids);
    return {
      sentence: describeRule(rule, await namesIn(app, [rule])),
      count,
      total: Number(counted[0]?.total ?? 0),
      sample: (await presentAccounts(app, ctx, records)) as SegmentPreview["sample"],
    };
  },
});
