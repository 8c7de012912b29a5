import { npsFrom } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import { overBoth } from "../event-buckets.sql.ts";
import { columnsOf, selectMetrics } from "../metric-parts.sql.ts";
import { type DaySpan, spanOver, spansOf, startOf } from "../metric-windows.ts";
import { npsOf } from "../nps.sql.ts";
import { ofAccount } from "../series.sql.ts";
import { type Asked, eachDay, type Point, startOfWindow, withWindow } from "../series.ts";
import { type MetricStatement, type SourceOf, sourceKind } from "../source-kind.ts";

type Source = SourceOf<"surveys">;

/** What contacts answered to one survey. NPS asks people, not answers: of each contact the latest of the window counts. */
export const surveysKind = sourceKind<"surveys">({
  kind: "surveys",
  isWhole: ({ aggregate }) => aggregate === "responses" || aggregate === "detractors",
  statement: () => surveyStatement,
  series: surveySeries,
  facts: async ({ ownerId, timeZone }, { survey }) => sql`
    select (s.at at time zone ${timeZone})::date as day, s.at, coalesce(c.name, 'Answer') as label,
           to_jsonb(s.score) as seen, s.comment as note, s.id
      from survey_responses s left join contacts c on c.id = s.contact_id
     where s.account_id = ${ownerId}::uuid and s.archived_at is null and s.survey = ${survey}`,
});

const surveyStatement: MetricStatement = {
  key: "metrics:surveys",
  select(metrics, { ctx, env, scope }) {
    const answers = answersOf(ctx.timeZone);
    const spans = metrics.map(({ metric }) => spansOf(metric.window, ctx.today, env.fiscalYearStartsInMonth));
    const expressions = metrics.map(({ metric }, at) => ({
      metric,
      expressions: overBoth(spans[at] ?? spansOf(metric.window, ctx.today), (span) =>
        answers.valueOf(metric.source as Source, span),
      ),
    }));
    const longest = spanOver(spans.flatMap(({ now, before }) => [now, before]));
    return selectMetrics(expressions, [], answers.from(scope, longest));
  },
};

/**
 * One pass over the answers, whatever the number of metrics: first by person, what each said in every window asked for, then
 * by account. Of answers at one instant the greatest counts, whichever came first.
 */
function answersOf(timeZone: string) {
  const people = columnsOf("p");
  const figures = columnsOf("v");
  const known = new Map<string, RawBuilder<unknown>>();
  /** A column of a person within a span, once whichever metrics ask for it. */
  const ofPerson = (name: "latest" | "count" | "sum", survey: string, span: DaySpan): RawBuilder<unknown> => {
    const key = `${name} ${survey} ${span.from} ${span.to}`;
    const within = sql`filter (where s.survey = ${survey} and ${isWithin(span, timeZone)})`;
    const aggregates = {
      latest: () => sql`(array_agg(s.score order by s.at desc, s.score desc) ${within})[1]`,
      count: () => sql`count(s.score) ${within}`,
      sum: () => sql`sum(s.score) ${within}`,
    };
    const column = known.get(key) ?? people.add(aggregates[name]());
    known.set(key, column);
    return column;
  };
  return {
    valueOf({ survey, aggregate }: Source, span: DaySpan): RawBuilder<unknown> {
      const of = (name: "latest" | "count" | "sum") => ofPerson(name, survey, span);
      switch (aggregate) {
        case "nps":
          return figures.add(npsOf(of("latest")).nps);
        case "mean-latest":
          return figures.add(sql`round(avg(${of("latest")}), 2)`);
        case "mean":
          return figures.add(sql`round(sum(${of("sum")}) / nullif(sum(${of("count")}), 0), 2)`);
        case "responses":
          return sql`coalesce(${figures.add(sql`sum(${of("count")})`)}, 0)::bigint`;
        case "detractors":
          return sql`coalesce(${figures.add(npsOf(of("latest")).detractors)}, 0)`;
      }
    },
    from: (scope: RawBuilder<unknown>, longest: DaySpan) => sql`
      from accounts a left join (
        select p.account_id, ${figures.list()} from (
          select s.account_id, ${people.list()} from survey_responses s
           where s.account_id = ${scope} and s.archived_at is null and ${isWithin(longest, timeZone)}
           group by s.account_id, coalesce(s.contact_id, s.id)) p
         group by p.account_id) v on v.account_id = a.id
      where a.id = ${scope}`,
  };
}

function isWithin({ from, to }: DaySpan, timeZone: string): RawBuilder<unknown> {
  return sql`s.at >= ${startOf(from, timeZone)}::timestamptz and s.at < ${startOf(to.add({ days: 1 }), timeZone)}::timestamptz`;
}

type Answer = { who: string; day: string; score: number };

/** Answers day by day, and over the window that ends at each. */
async function surveySeries(asked: Asked, { survey, aggregate }: Source): Promise<Point[]> {
  const { first, last } = withWindow(asked);
  const { rows } = await sql<Answer>`
    select coalesce(contact_id, id)::text as who, (at at time zone ${asked.timeZone})::date as day, score::float8 as score
      from survey_responses
     where archived_at is null and survey = ${survey}
       and (at at time zone ${asked.timeZone})::date between ${first}::date and ${last}::date${ofAccount(asked.ownerId)}
     order by at, score
  `.execute(asked.db);
  return eachDay(asked, (on) => {
    const start = startOfWindow(asked, on);
    const within = rows.filter(({ day }) => day >= start && day <= on);
    const own = within.filter(({ day }) => day === on);
    return { value: figureOf(aggregate, own), rolling: figureOf(aggregate, within) };
  });
}

/** @param answers in the order in which they were given */
function figureOf(aggregate: Source["aggregate"], answers: readonly Answer[]): number | null {
  if (aggregate === "responses") return answers.length;
  const latest = [...new Map(answers.map(({ who, score }) => [who, score])).values()];
  const detractors = latest.filter((score) => score < npsFrom.passive).length;
  if (aggregate === "detractors") return detractors;
  if (answers.length === 0) return null;
  if (aggregate === "nps") {
    const promoters = latest.filter((score) => score >= npsFrom.promoter).length;
    return rounded((100 * (promoters - detractors)) / latest.length, 1);
  }
  const scores = aggregate === "mean" ? answers.map(({ score }) => score) : latest;
  return rounded(scores.reduce((all, score) => all + score, 0) / scores.length, 2);
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
