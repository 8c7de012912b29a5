import { type RawBuilder, sql } from "kysely";
import { overBoth } from "../event-buckets.sql.ts";
import { selectMetrics } from "../metric-parts.sql.ts";
import { type DaySpan, spansOf, startOf } from "../metric-windows.ts";
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
    const expressions = metrics.map(({ metric }) => ({
      metric,
      expressions: overBoth(spansOf(metric.window, ctx.today, env.fiscalYearStartsInMonth), (span) =>
        expressionOf(metric.source as Source, span, ctx.timeZone),
      ),
    }));
    return selectMetrics(expressions, [], sql`from accounts a where a.id = ${scope}`);
  },
};

/** Over accounts `a`. Of answers at one instant the greatest counts, whichever came first. */
function expressionOf({ survey, aggregate }: Source, span: DaySpan, timeZone: string): RawBuilder<unknown> {
  const answers = sql`survey_responses s
     where s.account_id = a.id and s.archived_at is null and s.survey = ${survey}
       and s.at >= ${startOf(span.from, timeZone)}::timestamptz
       and s.at < ${startOf(span.to.add({ days: 1 }), timeZone)}::timestamptz`;
  const latest = sql`(select distinct on (coalesce(s.contact_id, s.id)) s.score from ${answers}
     order by coalesce(s.contact_id, s.id), s.at desc, s.score desc) l`;
  switch (aggregate) {
    case "nps":
      return sql`(select round(100.0 * (count(*) filter (where score >= 9) - count(*) filter (where score < 7))
                                / nullif(count(*), 0), 1) from ${latest})`;
    case "mean-latest":
      return sql`(select round(avg(score), 2) from ${latest})`;
    case "mean":
      return sql`(select round(avg(s.score), 2) from ${answers})`;
    case "responses":
      return sql`(select count(*) from ${answers})`;
    case "detractors":
      return sql`(select count(*) filter (where score < 7) from ${latest})`;
  }
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
  const detractors = latest.filter((score) => score < 7).length;
  if (aggregate === "detractors") return detractors;
  if (answers.length === 0) return null;
  if (aggregate === "nps") {
    const promoters = latest.filter((score) => score >= 9).length;
    return rounded((100 * (promoters - detractors)) / latest.length, 1);
  }
  const scores = aggregate === "mean" ? answers.map(({ score }) => score) : latest;
  return rounded(scores.reduce((all, score) => all + score, 0) / scores.length, 2);
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
