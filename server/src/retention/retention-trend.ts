import { getRetentionTrend } from "@perennial/contract";
import { sql } from "kysely";
import { reportingLines } from "../contracts/index.ts";
import { addMonths } from "../kernel/calendar.ts";
import { query } from "../kernel/query.ts";
import { figuresOf, type SumsRow } from "./retention-figures.ts";

/** Trailing cohort retention at the end of each month and today, all in one pass over the lines. Constant rates, today's. */
export const reportRetentionTrend = query({
  name: "retention.trend",
  permission: "retention.read",
  input: getRetentionTrend.query,
  async run({ app, db, ctx, input }) {
    const { currency } = await app.company();
    const spans = trailingSpans(ctx.today, input.months, input.window);
    const { rows } = await sql<SumsRow & { from_on: string; to_on: string }>`
      with ${reportingLines({ currency, ratesOn: ctx.today.toString() })},
      spans as (
        select * from unnest(${spans.map(({ from }) => from)}::date[], ${spans.map(({ to }) => to)}::date[]) as s (from_on, to_on)
      ),
      dates as (select from_on as at from spans union select to_on from spans),
      levels as (
        select d.at, l.account_id, sum(l.arr) as arr
          from dates d
          join lines l on l.starts_on <= d.at and (l.ends_before is null or l.ends_before > d.at)
         group by d.at, l.account_id
        having sum(l.arr) > 0
      )
      select s.from_on, s.to_on, coalesce(sum(b.arr), 0) as start_arr, coalesce(sum(e.arr), 0) as end_arr,
             coalesce(sum(least(b.arr, e.arr)) filter (where e.arr is not null), 0) as retained_arr,
             count(b.account_id) as start_count, count(e.account_id) as kept_count
        from spans s
        left join levels b on b.at = s.from_on
        left join levels e on e.account_id = b.account_id and e.at = s.to_on
       group by s.from_on, s.to_on
       order by s.to_on
    `.execute(db);
    return {
      currency,
      definition:
        `Trailing ${input.window} months: the accounts with ARR ${input.window} months before each date, measured on it; ` +
        "accounts new since are left out, those that left and came back count with what they have. " +
        `GRR caps each account at what it had. In ${currency}, other currencies at today's rates.`,
      items: rows.map((row) => ({ from: row.from_on, to: row.to_on, ...figuresOf(row) })),
    };
  },
});

/** Spans of `window` months that end with each of the last full months, and the one that ends today. */
export function trailingSpans(
  today: Temporal.PlainDate,
  months: number,
  window: number,
): { from: string; to: string }[] {
  const lastEnd = today.with({ day: 1 }).subtract({ days: 1 });
  const ends = Array.from({ length: months }, (_, back) => addMonths(lastEnd, back + 1 - months));
  if (!today.equals(ends.at(-1) ?? lastEnd)) ends.push(today);
  return ends.map((end) => ({ from: addMonths(end, -window).toString(), to: end.toString() }));
}
