import { describeWindow, type Metric, metricDenominators, type Reason } from "@perennial/contract";
import { sql } from "kysely";
import type { Explainer } from "../explain/index.ts";
import type { Json } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import { problem } from "../kernel/errors.ts";
import { askedOf } from "./metric-series.view.ts";
import { type MetricValues, valuesOf } from "./metric-values.ts";
import { spansOf } from "./metric-windows.ts";
import { readMetric } from "./read-metrics.ts";
import type { Asked } from "./series.ts";
import { kindOf } from "./sources/source-kinds.ts";

/** Rows that are shown at most; their number is told in full. */
const shownRows = 50;

export type MetricReason = {
  values: MetricValues;
  firstOn: string | null;
  lastOn: string | null;
  reason: Reason;
};

/** A metric's value for an account: the windows it compares, and the facts behind it. */
export const metricExplainer: Explainer = {
  prefix: "metric",
  async explain({ app, ctx, accountId, name }) {
    const [slug = ""] = name.split(".");
    const metric = await readMetric(app.db, { slug });
    if (metric.object !== "account") throw problem("not-found", `Accounts have no metric “${slug}”.`);
    const { rows } = await sql`select 1 from accounts where id = ${accountId}::uuid`.execute(app.db);
    if (rows.length === 0) throw problem("not-found", `There is no account with the id ${accountId}.`);
    const asked = await askedOf({ app, db: app.db, ctx, metric, ownerId: accountId });
    const { values, reason } = await reasonOfMetric(ctx, { ...asked, ownerId: accountId });
    const { value } = values;
    return {
      summary: `${metric.name}: ${value ?? "missing"}, ${describeWindow(metric.window)}`,
      value,
      reason,
    };
  },
};

/** The value worked out anew for one account or contact, with the facts that count, the latest first. */
export async function reasonOfMetric(
  ctx: Context,
  asked: Asked & { ownerId: string },
): Promise<MetricReason> {
  const { metric, db, ownerId, env } = asked;
  const values = await valuesOf(metric, { ...asked, ctx, tx: db }, ownerId);
  const spans = spansOf(metric.window, ctx.today, env.fiscalYearStartsInMonth);
  const kind = kindOf(metric);
  const from = kind.hasStates ? "-infinity" : spans.now.from.toString();
  const facts = await kind.facts(asked, metric.source);
  const bounds = await sql<{ first: string | null; last: string | null; within: number }>`
    select min(day)::text as first, max(day)::text as last,
           (count(*) filter (where day between ${from}::date and ${spans.now.to.toString()}::date))::integer as within
      from (${facts}) f
  `.execute(db);
  const { rows } = await sql<Fact>`
    select day::text as day, label, seen, note, id from (${facts}) f
     where day between ${from}::date and ${spans.now.to.toString()}::date
     order by day desc, at desc nulls last, label limit ${shownRows}
  `.execute(db);
  const { first = null, last = null, within = 0 } = bounds.rows[0] ?? {};
  return {
    values,
    firstOn: first,
    lastOn: last,
    reason: {
      label: `${metric.name}, ${describeWindow(metric.window)}`,
      seen: values.value,
      note: wordsOf(metric, spans.now),
      children: [
        ...(spans.before
          ? [
              {
                label: "The window before",
                seen: values.previous,
                note: `${spans.before.from} to ${spans.before.to}`,
              },
            ]
          : []),
        { label: factsHeading(rows.length, within), children: rows.map(reasonOfFact) },
      ],
    },
  };
}

type Fact = { day: string; label: string; seen: Json; note: string | null; id: string | null };

function reasonOfFact({ day, label, seen, note, id }: Fact): Reason {
  return {
    label,
    ...(seen === null ? {} : { seen }),
    note: note === null ? day : `${day} · ${note}`,
    ...(id === null ? {} : { id }),
  };
}

function factsHeading(shown: number, all: number): string {
  if (all === 0) return "Nothing counts towards it";
  return shown < all ? `The latest ${shown} of ${all.toLocaleString("en")} facts` : "The facts that count";
}

function wordsOf(
  { per }: Metric,
  { from, to }: { from: Temporal.PlainDate; to: Temporal.PlainDate },
): string {
  const divided = metricDenominators.find(({ value }) => value === per);
  const span = from.year === 2000 ? `up to ${to}` : `${from} to ${to}`;
  return divided ? `${span}, for each ${divided.label}` : span;
}
