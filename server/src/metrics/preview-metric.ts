import {
  previewMetric as endpoint,
  type Metric,
  type MetricObject,
  type MetricPreview,
} from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
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
import { assertAboutObject } from "./sources/assert-about-object.ts";
import { kindOf } from "./sources/source-kinds.ts";
import { windowOf } from "./window-columns.ts";

/** A metric worked out for one account, or contact, and spread over all, before anything is stored. */
export const previewMetric = query({
  name: "metrics.preview",
  permission: "metrics.write",
  input: endpoint.body,
  async run({ app, db, ctx, input }): Promise<MetricPreview> {
    assertAboutObject({ ...input, per: input.per ?? null, role: null });
    await kindOf(input).check?.({ app, tx: db, source: input.source });
    const metric = draftOf(ctx, input);
    const record = await shownRecord(db, input.object, input.recordId);
    const at = await askedOf({ app, db, ctx, metric, ownerId: undefined });
    const everybody = sql`any(array(select id from ${sql.table(`${input.object}s`)} where archived_at is null))`;
    const values = await selectValues(metric, { ...at, ctx, tx: db, scope: everybody });
    return {
      object: input.object,
      record: record ? await recordOf(app, db, ctx, metric, record) : null,
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
    object: input.object,
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

type Shown = { id: string; name: string };

/** Which are shown unless one is named, and how each is called. */
const shownFirst: Readonly<Record<MetricObject, RawBuilder<unknown>>> = {
  account: sql`
    select r.id, r.name, r.archived_at, d.arr as rank from accounts r join account_derived d on d.account_id = r.id`,
  contact: sql`
    select r.id, coalesce(r.name, r.email) as name, r.archived_at, d.last_seen_on as rank
      from contacts r left join contact_derived d on d.id = r.id`,
};

/** @throws Problem `not-found` */
async function shownRecord(db: Db, object: MetricObject, id: string | undefined): Promise<Shown | undefined> {
  const asked = id === undefined ? sql`x.archived_at is null` : sql`x.id = ${id}::uuid`;
  const { rows } = await sql<Shown>`
    select x.id, x.name from (${shownFirst[object]}) x where ${asked}
     order by x.rank desc nulls last, lower(x.name), x.id limit 1
  `.execute(db);
  if (id !== undefined && !rows[0]) throw problem("not-found", `There is no ${object} with the id ${id}.`);
  return rows[0];
}

async function recordOf(
  app: App,
  db: Db,
  ctx: Context,
  metric: Metric,
  { id, name }: Shown,
): Promise<MetricPreview["record"]> {
  const asked = { ...(await askedOf({ app, db, ctx, metric, ownerId: id })), ownerId: id };
  const { values, ...told } = await reasonOfMetric(ctx, asked);
  const points = await seriesOf(asked);
  return {
    id,
    name,
    ...values,
    ...told,
    series: points.map(({ on, rolling }) => ({ on, rolling })),
  };
}
