import { getSurveyReport, type SurveyFigures, type SurveyReport, surveyScales } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { query } from "../kernel/query.ts";
import { npsOf } from "../metrics/index.ts";
import { catalogOf } from "../objects/index.ts";

const usualDays = 90;
const months = 12;

type Span = { from: Temporal.PlainDate; to: Temporal.PlainDate };

/**
 * What contacts answered to a survey: all together, by segment, by month. Of each contact the latest answer of a span counts
 * (Reichheld's NPS asks people, not answers); answers without a contact count one by one.
 */
export const surveyReport = query({
  name: "surveys.report",
  permission: "survey-responses.read",
  input: getSurveyReport.params.extend(getSurveyReport.query.shape),
  async run({ app, db, ctx, input }): Promise<SurveyReport> {
    const to = input.to ? Temporal.PlainDate.from(input.to) : ctx.today;
    const from = input.from ? Temporal.PlainDate.from(input.from) : to.subtract({ days: usualDays - 1 });
    if (Temporal.PlainDate.compare(from, to) > 0) {
      const message = "The first day lies after the last.";
      throw problem("invalid-input", message, { fields: [{ path: "from", message }] });
    }
    const days = from.until(to).days + 1;
    const before = { from: from.subtract({ days }), to: from.subtract({ days: 1 }) };
    const { survey } = input;
    return {
      survey,
      from: from.toString(),
      to: to.toString(),
      total: await readFigures(db, ctx, survey, { from, to }),
      previous: await readFigures(db, ctx, survey, before),
      openDetractors: await countOpen(db, ctx, survey, { from, to }),
      bySegment: await readBySegment(app, db, ctx, survey, { from, to }),
      byMonth: await readByMonth(db, ctx, survey, to),
    };
  },
});

/** The latest answer of each respondent within a span, or within each part of it. */
function latest(
  ctx: Context,
  survey: string,
  { from, to }: Span,
  part: RawBuilder<unknown> = sql`null::date`,
): RawBuilder<unknown> {
  return sql`
    select distinct on (span, who) span, account_id, score, count(*) over (partition by span, who) as answers
      from (select ${part} as span, coalesce(s.contact_id, s.id) as who, s.account_id, s.score, s.at
              from survey_responses s join accounts a on a.id = s.account_id and a.archived_at is null
             where s.survey = ${survey} and s.archived_at is null and ${isWithin(ctx, { from, to })}) given
     order by span, who, at desc, score desc`;
}

function isWithin({ timeZone }: Context, { from, to }: Span): RawBuilder<unknown> {
  const begins = (day: Temporal.PlainDate) => day.toZonedDateTime({ timeZone }).toInstant().toString();
  return sql`s.at >= ${begins(from)}::timestamptz and s.at < ${begins(to.add({ days: 1 }))}::timestamptz`;
}

/** Figures over rows `l` of {@link latest}. */
const { promoters, passives, detractors, nps } = npsOf(sql`l.score`);
const figures = sql`
  coalesce(sum(l.answers), 0)::integer as responses, count(l.score)::integer as respondents, (${promoters})::integer as promoters,
  (${passives})::integer as passives, (${detractors})::integer as detractors, (${nps})::float8 as nps,
  round(avg(l.score), 2)::float8 as mean`;

/** Groups mean something of NPS alone. */
function shown<F extends SurveyFigures>(survey: string, row: F): F {
  return survey === "nps" ? row : { ...row, promoters: 0, passives: 0, detractors: 0, nps: null };
}

async function readFigures(db: Db | Tx, ctx: Context, survey: string, span: Span): Promise<SurveyFigures> {
  const { rows } = await sql<SurveyFigures>`select ${figures} from (${latest(ctx, survey, span)}) l`.execute(
    db,
  );
  const [row] = rows;
  if (!row) throw new Error("A sum without a row.");
  return shown(survey, row);
}

async function countOpen(db: Db | Tx, ctx: Context, survey: string, span: Span): Promise<number> {
  const { rows } = await sql<{ open: number }>`
    select count(*)::integer as open from survey_responses s join accounts a on a.id = s.account_id and a.archived_at is null
     where s.survey = ${survey} and s.archived_at is null and s.nps_group = 'detractor' and s.followed_up_at is null
       and ${isWithin(ctx, span)}
  `.execute(db);
  return rows[0]?.open ?? 0;
}

/** Segments of accounts that have answers, as they stand now, those with the most respondents first. */
async function readBySegment(
  app: App,
  db: Db | Tx,
  ctx: Context,
  survey: string,
  span: Span,
): Promise<SurveyReport["bySegment"]> {
  const segments = [...(await catalogOf(app)).fieldsOf("account").values()].filter(({ slug }) =>
    slug.startsWith("segment:"),
  );
  if (segments.length === 0) return [];
  const parts = segments.map(
    ({ slug, label, column }) => sql`
      select ${slug.slice("segment:".length)}::text as segment, ${label}::text as name, ${figures}
        from latest l join account_derived d on d.account_id = l.account_id and ${sql.id("d", column.name)}`,
  );
  const { rows } = await sql<SurveyReport["bySegment"][number]>`
    with latest as materialized (${latest(ctx, survey, span)})
    select * from (${sql.join(parts, sql` union all `)}) x where respondents > 0 order by respondents desc, name
  `.execute(db);
  return rows.map((row) => shown(survey, row));
}

async function readByMonth(
  db: Db | Tx,
  ctx: Context,
  survey: string,
  to: Temporal.PlainDate,
): Promise<SurveyReport["byMonth"]> {
  const last = to.with({ day: 1 });
  const span = {
    from: last.subtract({ months: months - 1 }),
    to: last.add({ months: 1 }).subtract({ days: 1 }),
  };
  const month = sql`date_trunc('month', s.at at time zone ${ctx.timeZone})::date`;
  const { rows } = await sql<SurveyReport["byMonth"][number]>`
    with latest as materialized (${latest(ctx, survey, span, month)})
    select to_char(m.month, 'YYYY-MM') as month, ${figures}
      from (select (${span.from.toString()}::date + make_interval(months => n))::date as month from generate_series(0, ${months - 1}) n) m
      left join latest l on l.span = m.month
     group by m.month order by m.month
  `.execute(db);
  return rows.map((row) => shown(survey, row));
}

export async function readSurveys(db: Db) {
  const { rows } = await sql<{ survey: string; responses: number; lastAt: string }>`
    select survey, count(*)::integer as responses, max(at) as "lastAt" from survey_responses
     where archived_at is null group by survey order by max(at) desc, survey
  `.execute(db);
  return rows.map((row) => ({ ...row, label: labelOf(row.survey) }));
}

function labelOf(survey: string): string {
  return surveyScales[survey as keyof typeof surveyScales]?.label ?? survey;
}
