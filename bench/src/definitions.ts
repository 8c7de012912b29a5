import type { HealthMeasure, HealthModel, metricInput } from "@perennial/contract";
import type { z } from "zod";
import { drainEngine } from "../../server/src/engine/index.ts";
import { createHealthScore } from "../../server/src/health/index.ts";
import { type App, systemContext } from "../../server/src/kernel/app.ts";
import { execute } from "../../server/src/kernel/command.ts";
import type { Context } from "../../server/src/kernel/context.ts";
import { createMetric } from "../../server/src/metrics/index.ts";
import { createSegment } from "../../server/src/segments/index.ts";
import { eventNames } from "./fill.ts";

export type BenchMetric = {
  slug: string;
  eventId: number | null;
  days: number;
  kind: "count" | "days" | "contacts";
};
export type BenchSegment = {
  slug: string;
  metric: string;
  atLeast: number;
  country: string;
  employees: number;
};

/** Twenty metrics: six events over three windows, active contacts and active days. */
export const benchMetrics: readonly BenchMetric[] = [
  ...[7, 30, 60].flatMap((days) =>
    eventNames.map(
      (_, index): BenchMetric => ({
        slug: `event_${index + 1}_${days}d`,
        eventId: index + 1,
        days,
        kind: "count",
      }),
    ),
  ),
  { slug: "contacts_30d", eventId: null, days: 30, kind: "contacts" },
  { slug: "days_30d", eventId: null, days: 30, kind: "days" },
];

const countries = ["DE", "US", "FR", "GB", "JP"];
/** A segment over a metric and two fields. */
export const segmentOf = (n: number): BenchSegment => ({
  slug: `bench_${n}`,
  metric: benchMetrics[n % benchMetrics.length]?.slug ?? "",
  atLeast: 1 + (n % 4),
  country: countries[n % countries.length] ?? "",
  employees: 20 * n,
});
/** Fifty of them. */
export const benchSegments: readonly BenchSegment[] = Array.from({ length: 50 }, (_, n) => segmentOf(n));

export type BenchMeasure = {
  metric: string;
  weight: number;
  /** Points below 1, from 1 up to 4, and from 4; or a line from 0 points at 0 to 100 points at `full`. */
  by: { bands: readonly [number, number, number] } | { full: number };
};
const groupCount = 4;

/** Twenty measures, one over each metric, half of them by bands and half along a line. */
export const benchMeasures: readonly BenchMeasure[] = benchMetrics.map(({ slug }, n) => ({
  metric: slug,
  weight: 10 + (n % 7),
  by: n % 2 === 0 ? { bands: [0, 40 + n, 100] } : { full: 8 + n },
}));
/** The measures in four groups of five, each with its weight. */
export const benchGroups: readonly { weight: number; measures: readonly BenchMeasure[] }[] = Array.from(
  { length: groupCount },
  (_, n) => ({
    weight: 20 + 5 * n,
    measures: benchMeasures.filter((_measure, index) => index % groupCount === n),
  }),
);
export const benchLabels: HealthModel["labels"] = [
  { value: "at_risk", label: "At risk", from: 0, tone: "bad" },
  { value: "concerning", label: "Concerning", from: 40, tone: "warn" },
  { value: "healthy", label: "Healthy", from: 70, tone: "good" },
];

/** Defines them by the product's own commands, and waits until all are worked out. */
export function defineAll(app: App): Promise<void> {
  return everythingAtOnce(app, async (ctx) => {
    await defineMetrics(app, ctx, benchMetrics);
    await defineSegments(app, ctx, benchSegments);
    await execute(app, ctx, createHealthScore, { slug: "bench", name: "Bench", description: "", model });
  });
}

export async function defineMetrics(app: App, ctx: Context, metrics: readonly BenchMetric[]): Promise<void> {
  for (const metric of metrics) {
    await execute(app, ctx, createMetric, {
      slug: metric.slug,
      name: metric.slug,
      source: sourceOf(metric),
      windowDays: metric.days,
    });
  }
}

export async function defineSegments(
  app: App,
  ctx: Context,
  segments: readonly BenchSegment[],
): Promise<void> {
  for (const segment of segments) {
    await execute(app, ctx, createSegment, {
      slug: segment.slug,
      name: segment.slug,
      rule: {
        any: [
          {
            all: [
              { subject: `metric:${segment.metric}`, op: "at-least", value: segment.atLeast },
              { subject: "employeeCount", op: "at-least", value: segment.employees },
            ],
          },
          { subject: "country", op: "is", value: segment.country },
        ],
      },
    });
  }
}

/** Makes definitions and has them worked out. */
export async function everythingAtOnce(app: App, define: (ctx: Context) => Promise<void>): Promise<void> {
  const ctx = await systemContext(app, "bench");
  await define(ctx);
  // One pass brings everything; those that every definition asked for would each do the same again.
  await app.pool.query("update engine_passes set finished_at = requested_at where finished_at is null");
  await app.pool.query(
    "insert into engine_passes (id, reason, requested_at, accounts_done) values (gen_random_uuid(), 'bench', $1, 0)",
    [ctx.now.toString()],
  );
  await drainEngine(app, 2);
}

const model: HealthModel = {
  groups: benchGroups.map(({ weight, measures }, n) => ({
    slug: `group_${n}`,
    name: `Group ${n}`,
    weight,
    measures: measures.map(measureOf),
  })),
  labels: benchLabels,
  minimumCoveragePct: 50,
};

function measureOf({ metric, weight, by }: BenchMeasure): HealthMeasure {
  return {
    slug: metric,
    name: metric,
    weight,
    source: { kind: "field", field: `metric:${metric}` },
    transform:
      "full" in by
        ? { kind: "linear", from: { value: 0, points: 0 }, to: { value: by.full, points: 100 } }
        : {
            kind: "bands",
            bands: [
              { from: null, to: 1, points: by.bands[0] },
              { from: 1, to: 4, points: by.bands[1] },
              { from: 4, to: null, points: by.bands[2] },
            ],
          },
    missing: "leave-out",
  };
}

function sourceOf(metric: BenchMetric): z.input<typeof metricInput>["source"] {
  if (metric.kind === "contacts") return { kind: "contacts" };
  if (metric.kind === "days") return { kind: "events", aggregate: "days" };
  return { kind: "events", names: [eventNames[(metric.eventId ?? 1) - 1] ?? ""] };
}
