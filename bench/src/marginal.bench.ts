import { drainEngine, requestPass } from "../../server/src/engine/index.ts";
import { systemContext } from "../../server/src/kernel/app.ts";
import type { BenchCompany } from "./bench-company.ts";
import {
  type BenchMetric,
  type BenchSegment,
  benchMetrics,
  benchSegments,
  defineMetrics,
  defineSegments,
  everythingAtOnce,
  segmentOf,
} from "./definitions.ts";
import { asMs, type Figure, percentile, timed } from "./measure.ts";
import { copyDerived, recomputeByHand } from "./recompute.bench.ts";

/** So many more are added at once, or one would drown in what a recompute varies by. */
const more = 10;
const rounds = 3;

/** What one more segment and one more metric add to a full recompute, beside what they add to the hand-written one. */
export async function benchMarginal(company: BenchCompany, accounts: number): Promise<Figure[]> {
  const metrics: BenchMetric[] = [...benchMetrics];
  const segments: BenchSegment[] = [...benchSegments];
  const before = await measure(company, metrics, segments);
  const moreSegments = Array.from({ length: more }, (_, n) => segmentOf(benchSegments.length + n));
  segments.push(...moreSegments);
  await everythingAtOnce(company.app, (ctx) => defineSegments(company.app, ctx, moreSegments));
  const withSegments = await measure(company, metrics, segments);
  const moreMetrics = Array.from(
    { length: more },
    (_, n): BenchMetric => ({
      slug: `more_${n}`,
      eventId: 1 + (n % 6),
      days: 10 + n,
      kind: "count",
    }),
  );
  metrics.push(...moreMetrics);
  await everythingAtOnce(company.app, (ctx) => defineMetrics(company.app, ctx, moreMetrics));
  const withMetrics = await measure(company, metrics, segments);
  const figure = (word: string, from: Both, to: Both): Figure => {
    const [ours, byHand] = [(to.ours - from.ours) / more, (to.byHand - from.byHand) / more];
    return {
      work: `one more ${word}: what each of ${more} adds to a full recompute of ${accounts.toLocaleString("en")} accounts`,
      measured: `${asMs(ours)} (the whole ${asMs(from.ours)} before, ${asMs(to.ours)} after)`,
      limit: `${asMs(byHand)} (hand-written: ${asMs(from.byHand)} before, ${asMs(to.byHand)} after)`,
      ratio:
        byHand > 0 && ours > 0 ? `${(ours / byHand).toFixed(2)}×` : "less than what a recompute varies by",
      mustReach: "≤ 3×",
    };
  };
  return [figure("segment", before, withSegments), figure("metric", withSegments, withMetrics)];
}

type Both = { ours: number; byHand: number };

/** The median of some rounds, each a day on and back again. */
async function measure(
  company: BenchCompany,
  metrics: readonly BenchMetric[],
  segments: readonly BenchSegment[],
): Promise<Both> {
  const { app, pool, clock } = company;
  const ours: number[] = [];
  const byHand: number[] = [];
  await pool.query("vacuum analyze");
  for (let round = 0; round < rounds; round += 1) {
    await copyDerived(company);
    const { today } = await systemContext(app, "bench");
    byHand.push((await timed(() => recomputeByHand(company, today.add({ days: 1 }), metrics, segments))).ms);
    clock.advance({ hours: 24 });
    const ctx = await systemContext(app, "bench");
    await app.db.transaction().execute((tx) => requestPass(tx, ctx.now, "bench", ["metrics:events"]));
    ours.push((await timed(() => drainEngine(app, 2))).ms);
    await pool.query("drop table bench_derived");
  }
  clock.advance({ hours: -24 * rounds });
  return { ours: percentile(ours, 0.5), byHand: percentile(byHand, 0.5) };
}
