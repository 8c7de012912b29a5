import { previewMetric as endpoint, type Metric, type MetricPreview } from "@perennial/contract";
import { sql } from "kysely";
import { distributionOf } from "../accounts/index.ts";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import type { Db } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { noAccount } from "../kernel/ids.ts";
import { query } from "../kernel/query.ts";
import { reasonOfMetric } from "./explain-metric.ts";
import { metricColumn } from "./metric-column.ts";
import { askedOf, seriesOf } from "./metric-series.view.ts";
import { selectValues } from "./metric-values.ts";
import { kindOf } from "./sources/source-kinds.ts";
import { windowOf } from "./window-columns.ts";

/** A metric worked out for one account and spread over all, before anything is stored. */
export const previewMetric = query({
  name: "metrics.preview",
  permission: "metrics.write",
  input: endpoint.body,
  async run({ app, db, ctx, input }): Promise<MetricPreview> {
    await kindOf(input).check?.({ app, tx: db, source: input.source });
    const metric = draftOf(ctx, input);
    const account = await accountOf(db, input.accountId);
    const at = await askedOf({ app, db, ctx, metric, accountId: undefined });
    const everybody = sql`any(array(select id from accounts where archived_at is null))`;
    const values = await selectValues(metric, { ...at, ctx, tx: db, scope: everybody });
    return {
      record: account ? await recordOf(app, db, ctx, metric, account) : null,
      distribution: await distributionOf(
        db,
        sql`select x.${sql.id(metricColumn(metric.slug))}::numeric as v from (${values}) x`,
        "number",
      ),
    };
  },
});

/** The metric that it would be. */
function draftOf(ctx: Context, input: Parameters<typeof previewMetric.run>[0]["input"]): Metric {
  return {
    id: noAccount,
    slug: "preview",
    name: "Value",
    description: "",
    source: input.source,
    window: windowOf(input),
    windowDays: null,
    per: input.per ?? null,
    role: null,
    isShipped: false,
    createdAt: ctx.now.toString(),
    updatedAt: ctx.now.toString(),
    archivedAt: null,
  };
}

type Account = { id: string; name: string };

/** @throws Problem `not-found` */
async function accountOf(db: Db, id: string | undefined): Promise<Account | undefined> {
  const asked = id === undefined ? sql`a.archived_at is null` : sql`a.id = ${id}::uuid`;
  const { rows } = await sql<Account>`
    select a.id, a.name from accounts a join account_derived d on d.account_id = a.id where ${asked}
     order by d.arr desc nulls last, lower(a.name), a.id limit 1
  `.execute(db);
  if (id !== undefined && !rows[0]) throw problem("not-found", `There is no account with the id ${id}.`);
  return rows[0];
}

async function recordOf(
  app: App,
  db: Db,
  ctx: Context,
  metric: Metric,
  { id, name }: Account,
): Promise<MetricPreview["record"]> {
  const asked = { ...(await askedOf({ app, db, ctx, metric, accountId: id })), accountId: id };
  const { values, ...told } = await reasonOfMetric(ctx, asked);
  const points = await seriesOf(asked);
  return {
    accountId: id,
    name,
    ...values,
    ...told,
    series: points.map(({ on, rolling }) => ({ on, rolling })),
  };
}
