import { drainEngine, requestPass } from "../../server/src/engine/index.ts";
import { systemContext } from "../../server/src/kernel/app.ts";
import type { BenchCompany } from "./bench-company.ts";
import {
  type BenchMeasure,
  type BenchMetric,
  type BenchSegment,
  benchGroups,
  benchLabels,
  benchMeasures,
  benchMetrics,
  benchSegments,
} from "./definitions.ts";
import type { Size } from "./fill.ts";
import { asMs, type Figure, timed } from "./measure.ts";

/**
 * A new day: every metric, segment and health score of every account worked out again. Beside it the same values by two
 * hand-written updates of a table with the same typed columns, also a day on.
 */
export async function benchRecompute(company: BenchCompany, { accounts }: Size): Promise<Figure> {
  const { app, pool, clock } = company;
  await copyDerived(company);
  const before = await systemContext(app, "bench");
  const byHand = await timed(() => recomputeByHand(company, before.today.add({ days: 1 })));
  clock.advance({ hours: 24 });
  const ctx = await systemContext(app, "bench");
  await app.db.transaction().execute((tx) => requestPass(tx, ctx.now, "bench", ["metrics:events"]));
  const ours = await timed(() => drainEngine(app, sessions));
  const differing = await countDiffering(company);
  clock.advance({ hours: -24 });
  await pool.query("drop table bench_derived");
  if (differing > 0) throw new Error(`${differing} accounts differ from the hand-written values`);
  return {
    work: `full recompute: ${accounts.toLocaleString("en")} accounts × ${benchSegments.length} segments × ${benchMetrics.length} metrics (with previous, change, change %) × ${benchMeasures.length}-measure health`,
    measured: asMs(ours.ms),
    limit: `${asMs(byHand.ms)} (same values by hand-written SQL)`,
    ratio: `${(ours.ms / byHand.ms).toFixed(2)}×`,
    mustReach: "≤ 3×",
  };
}

/** As many as the engine has at work in the product. */
const sessions = 2;

export async function copyDerived({ pool }: BenchCompany): Promise<void> {
  await pool.query("create table bench_derived (like account_derived including all) with (fillfactor = 60)");
  await pool.query("insert into bench_derived select * from account_derived");
  await pool.query("vacuum analyze bench_derived");
}

export async function recomputeByHand(
  { pool }: BenchCompany,
  today: Temporal.PlainDate,
  metrics: readonly BenchMetric[] = benchMetrics,
  segments: readonly BenchSegment[] = benchSegments,
): Promise<void> {
  const counts = metrics.filter((metric) => metric.kind === "count");
  const span = (days: number, back: number) => {
    const to = today.subtract({ days: back * days });
    return `between '${to.subtract({ days: days - 1 })}' and '${to}'`;
  };
  const sums = counts.flatMap((metric) =>
    [0, 1].map(
      (back) =>
        `coalesce(sum(count) filter (where event_id = ${metric.eventId} and day ${span(metric.days, back)}), 0) as ${columnOf(metric, back)}`,
    ),
  );
  const days = [0, 1].map(
    (back) => `count(distinct day) filter (where day ${span(30, back)}) as m_days_30d${back ? "_prev" : ""}`,
  );
  const contacts = [0, 1].map((back) => {
    const to = today.subtract({ days: back * 30 });
    const from = to.subtract({ days: 29 });
    return `count(distinct contact_id) filter (where exists (
      select from generate_series(0, 30) n where days & (1 << n) <> 0 and month + n between '${from}' and '${to}')) as m_contacts_30d${back ? "_prev" : ""}`;
  });
  const assignments = metrics.flatMap((metric) => {
    const [now, prev] = [`coalesce(x.${columnOf(metric, 0)}, 0)`, `coalesce(x.${columnOf(metric, 1)}, 0)`];
    const name = `m_${metric.slug}`;
    return [
      `${name} = ${now}`,
      `${name}_prev = ${prev}`,
      `${name}_change = ${now} - ${prev}`,
      `${name}_change_pct = round(100.0 * (${now} - ${prev}) / nullif(${prev}, 0), 1)`,
    ];
  });
  await pool.query(`
    update bench_derived d set ${assignments.join(", ")}
      from (select a.id, b.*, c.* from accounts a
              left join (select account_id as b_id, ${[...sums, ...days].join(", ")} from event_days
                          where day between '${today.subtract({ days: 119 })}' and '${today}' group by account_id) b on b.b_id = a.id
              left join (select account_id as c_id, ${contacts.join(", ")} from contact_days
                          where month >= '${today.subtract({ days: 59 }).with({ day: 1 })}' group by account_id) c on c.c_id = a.id) x
     where x.id = d.account_id`);
  const memberships = segments.map(
    (segment) =>
      `s_${segment.slug} = coalesce((d.m_${segment.metric} >= ${segment.atLeast} and a.employee_count >= ${segment.employees}) or a.country = '${segment.country}', false)`,
  );
  const numberOf = (measure: BenchMeasure) => measuresInOrder.indexOf(measure) + 1;
  const points = measuresInOrder.map((measure) => `h_bench_p${numberOf(measure)} = x.p${numberOf(measure)}`);
  const pointsOf = measuresInOrder.map((measure) => `${pointsByHand(measure)} as p${numberOf(measure)}`);
  const mean = benchGroups.map(({ weight, measures }) => {
    const sum = measures.map((measure) => `p${numberOf(measure)} * ${measure.weight}`);
    return `(${sum.join(" + ")}) / ${total(measures)} * ${weight}`;
  });
  const label = benchLabels
    .toReversed()
    .map(({ from, value }) => `when x.score >= ${from} then '${value}'`)
    .join(" ");
  await pool.query(`
    update bench_derived d set ${[...memberships, ...points].join(", ")}, h_bench = x.score, h_bench_coverage = 100.0,
           h_bench_label = case ${label} end
      from (select *, round((${mean.join(" + ")}) / ${total(benchGroups)}, 1) as score
              from (select account_id, ${pointsOf.join(", ")} from bench_derived offset 0) p offset 0) x, accounts a
     where x.account_id = d.account_id and a.id = d.account_id`);
}

/** As the product numbers the columns of their points. */
const measuresInOrder = benchGroups.flatMap((group) => group.measures);
const total = (parts: readonly { weight: number }[]) => parts.reduce((sum, part) => sum + part.weight, 0);

function pointsByHand({ metric, by }: BenchMeasure): string {
  if ("full" in by) return `round(greatest(0, least(1, m_${metric}::numeric / ${by.full})) * 100, 2)`;
  const [low, middle, high] = by.bands;
  return `case when m_${metric} < 1 then ${low}::numeric when m_${metric} < 4 then ${middle} else ${high} end`;
}

function columnOf(metric: BenchMetric, back: number): string {
  return `m_${metric.slug}${back ? "_prev" : ""}`;
}

/** That both have worked out the same, or the comparison means nothing. */
export async function countDiffering({ pool }: BenchCompany): Promise<number> {
  const columns = [
    ...benchMetrics.flatMap((metric) => [
      `m_${metric.slug}`,
      `m_${metric.slug}_prev`,
      `m_${metric.slug}_change_pct`,
    ]),
    ...benchSegments.map((segment) => `s_${segment.slug}`),
    ...benchMeasures.map((_, index) => `h_bench_p${index + 1}`),
    ...["h_bench", "h_bench_coverage", "h_bench_label"],
  ];
  const differs = columns.map((column) => `o.${column} is distinct from h.${column}`).join(" or ");
  const { rows } = await pool.query<{ n: number }>(
    `select count(*) as n from account_derived o join bench_derived h using (account_id) where ${differs}`,
  );
  return rows[0]?.n ?? 0;
}
