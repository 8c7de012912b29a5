import { getMetricSeries, type Metric } from "@perennial/contract";
import { z } from "zod";
import type { App } from "../kernel/app.ts";
import { daysBetween } from "../kernel/calendar.ts";
import type { Context } from "../kernel/context.ts";
import type { Db } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { query } from "../kernel/query.ts";
import { catalogOf, ruleCatalogOf, ruleEnv } from "../objects/index.ts";
import { readMetric } from "./read-metrics.ts";
import { contactsOf, seatsOf } from "./series.sql.ts";
import type { Asked, Point } from "./series.ts";
import { kindOf } from "./sources/source-kinds.ts";

const longestDays = 3_700;

/** A metric day by day, from the buckets: what happened on each day, and the metric as it stood at the day's end. */
export const metricSeries = query({
  name: "metrics.series",
  permission: "metrics.read",
  input: getMetricSeries.query.extend({ slug: z.string() }),
  async run({ app, db, ctx, input }) {
    const metric = await readMetric(db, { slug: input.slug });
    const to = input.to ? Temporal.PlainDate.from(input.to) : ctx.today;
    const from = input.from
      ? Temporal.PlainDate.from(input.from)
      : to.subtract({ months: 12 }).add({ days: 1 });
    const days = daysBetween(from, to);
    if (days < 0 || days > longestDays) {
      throw problem("invalid-input", "A series begins before it ends and spans at most ten years.", {
        fields: [{ path: "from", message: "not after `to`, and at most ten years before it" }],
      });
    }
    const asked = await askedOf({ app, db, ctx, metric, ownerId: ownerOf(metric, input) });
    const items = await seriesOf({ ...asked, from, to });
    return { slug: metric.slug, window: metric.window, from: String(from), to: String(to), items };
  },
});

/** @throws Problem `invalid-input` when a metric of contacts is asked of an account, or the other way round */
function ownerOf(
  metric: Metric,
  { accountId, contactId }: { accountId?: string | undefined; contactId?: string | undefined },
): string | undefined {
  const [owner, other, path] =
    metric.object === "contact" ? [contactId, accountId, "accountId"] : [accountId, contactId, "contactId"];
  if (other === undefined) return owner;
  throw problem("invalid-input", `“${metric.name}” is a metric of ${metric.object}s.`, {
    fields: [{ path, message: `the metric is one of ${metric.object}s` }],
  });
}

/** What a kind of source needs to know to tell of a metric: of the last twelve months, unless said. */
export async function askedOf({
  app,
  db,
  ctx,
  metric,
  ownerId,
}: {
  app: App;
  db: Db;
  ctx: Context;
  metric: Metric;
  ownerId: string | undefined;
}): Promise<Asked> {
  return {
    app,
    db,
    metric,
    ownerId,
    from: ctx.today.subtract({ months: 12 }).add({ days: 1 }),
    to: ctx.today,
    timeZone: ctx.timeZone,
    env: await ruleEnv(app, ctx),
    rules: await ruleCatalogOf(app),
    catalog: await catalogOf(app),
  };
}

const denominators = { seat: seatsOf, contact: contactsOf };

export async function seriesOf(asked: Asked): Promise<Point[]> {
  const { metric, db, ownerId } = asked;
  const points = await kindOf(metric).series(asked, metric.source);
  if (metric.per === null) return points;
  const divisor = await denominators[metric.per](db, ownerId);
  const each = (value: number | null) =>
    value === null || divisor === 0 ? null : Math.round((10_000 * value) / divisor) / 10_000;
  return points.map(({ on, value, rolling }) => ({ on, value: each(value), rolling: each(rolling) }));
}
