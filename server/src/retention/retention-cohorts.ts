import { getRetentionCohorts } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import { amountText, movementRows } from "../contracts/index.ts";
import type { Db } from "../kernel/db.ts";
import { query } from "../kernel/query.ts";
import { figuresOf, type SumsRow } from "./retention-figures.ts";

const monthsOf = { month: 1, quarter: 3, year: 12 } as const;
/** How many periods back cohorts are shown unless a date is given. */
const usualPeriods = 12;

type Row = SumsRow & { starts_on: string; period: number; at: string };

/**
 * The cohort grid: accounts by the calendar period of their first ARR, each cohort measured at the end of that period and
 * of each later one that is over, against what it had at the first end. Constant rates, today's.
 */
export const reportRetentionCohorts = query({
  name: "retention.cohorts",
  permission: "retention.read",
  input: getRetentionCohorts.query,
  async run({ app, db, ctx, input }) {
    const { currency } = await app.company();
    const months = monthsOf[input.by];
    const today = ctx.today.toString();
    const from =
      input.from ??
      startOfPeriod(ctx.today, months)
        .subtract({ months: months * usualPeriods })
        .toString();
    const base = { currency, today, by: input.by, from };
    const { rows } = await sql<Row>`
      with ${cohortLevels(base)}
      select c.starts_on, c.period, c.at, sum(b.arr) as start_arr, coalesce(sum(e.arr), 0) as end_arr,
             coalesce(sum(least(b.arr, e.arr)) filter (where e.arr is not null), 0) as retained_arr,
             count(*) as start_count, count(e.account_id) as kept_count
        from cells c
        join cohort_levels b on b.starts_on = c.starts_on and b.period = 0
        left join cohort_levels e on e.account_id = b.account_id and e.starts_on = c.starts_on and e.period = c.period
       group by c.starts_on, c.period, c.at
       order by c.starts_on, c.period
    `.execute(db);
    const isCell = input.cohort !== undefined && input.period !== undefined;
    return {
      currency,
      ...(isCell ? { rows: await rowsOf(db, base, input.cohort ?? "", input.period ?? 0) } : {}),
      definition:
        `Accounts by the ${input.by} of their first ARR, measured at the end of each ${input.by} against what they had at the end of ` +
        "their first. Those that left before that end are in no cohort; those that came back count with what they have. " +
        `In ${currency}, other currencies at today's rates.`,
      cohorts: [...Map.groupBy(rows, (row) => row.starts_on)].map(([startsOn, cells]) => {
        const { startArr, startCount } = figuresOf(cells[0]);
        return {
          startsOn,
          startArr,
          startCount,
          cells: cells.map((cell) => ({ period: cell.period, at: cell.at, ...figuresOf(cell) })),
        };
      }),
    };
  },
});

type Base = {
  readonly currency: string;
  readonly today: string;
  readonly by: keyof typeof monthsOf;
  readonly from: string;
};

/** `cells` of the grid, and `cohort_levels`: ARR of each account of a cohort at the end of each of its cells. */
function cohortLevels({ currency, today, by, from }: Base): RawBuilder<unknown> {
  const months = monthsOf[by];
  return sql`
      ${movementRows({ currency, ratesOn: today }, "0001-01-01", today)},
      firsts as (
        select account_id, date_trunc(${by}, on_date)::date as starts_on
          from movements where kind = 'new' and on_date >= ${from}::date
      ),
      cells as (
        select c.starts_on, p.period, (c.starts_on + make_interval(months => ${months}::int * (p.period + 1)))::date - 1 as at
          from (select distinct starts_on from firsts) c
          cross join generate_series(0, (select coalesce(max((${today}::date - starts_on) / (28 * ${months}::int)), 0) from firsts)) p (period)
         where c.starts_on + make_interval(months => ${months}::int * (p.period + 1)) <= ${today}::date + 1
      ),
      cohort_levels as (
        select f.starts_on, c.period, c.at, f.account_id, sum(l.arr) as arr
          from firsts f
          join cells c on c.starts_on = f.starts_on
          join lines l on l.account_id = f.account_id and l.starts_on <= c.at and (l.ends_before is null or l.ends_before > c.at)
         group by f.starts_on, c.period, c.at, f.account_id
        having sum(l.arr) > 0
      )`;
}

type CellRow = { accountId: string; name: string; startArr: string; endArr: string; retainedArr: string };

/** The accounts of one cell, the largest loss first: they add up to it. */
async function rowsOf(db: Db, base: Base, cohort: string, period: number): Promise<CellRow[]> {
  const { rows } = await sql<CellRow>`
    with ${cohortLevels(base)}
    select a.id as "accountId", a.name, b.arr as "startArr", coalesce(e.arr, 0) as "endArr",
           case when e.arr is null then 0 else least(b.arr, e.arr) end as "retainedArr"
      from cohort_levels b
      join accounts a on a.id = b.account_id
      left join cohort_levels e on e.account_id = b.account_id and e.starts_on = b.starts_on and e.period = ${period}::int
     where b.starts_on = ${cohort}::date and b.period = 0
       and exists (select from cells c where c.starts_on = b.starts_on and c.period = ${period}::int)
     order by coalesce(e.arr, 0) - b.arr, a.name, a.id
  `.execute(db);
  return rows.map((row) => ({
    ...row,
    startArr: amountText(row.startArr),
    endArr: amountText(row.endArr),
    retainedArr: amountText(row.retainedArr),
  }));
}

function startOfPeriod(date: Temporal.PlainDate, months: number): Temporal.PlainDate {
  return date.with({ day: 1 }).subtract({ months: (date.month - 1) % months });
}
