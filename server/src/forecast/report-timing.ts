import { getRenewalTiming } from "@perennial/contract";
import { formatDate } from "@perennial/contract/format";
import { type RawBuilder, sql } from "kysely";
import { addMonths } from "../kernel/calendar.ts";
import { query } from "../kernel/query.ts";
import { type Grouping, groupingOf } from "./forecast-groups.ts";
import { forecastRates } from "./forecast-rows.sql.ts";
import { ratesDate } from "./forecast-scope.ts";
import { amountText } from "./ledger.ts";

/** What is counted of a row, each with its condition; the first that holds. */
const kinds = {
  closed: sql`true`,
  early: sql`how = 'early'`,
  onTime: sql`how = 'on-time'`,
  late: sql`how = 'late'`,
  lapsed: sql`how = 'lapsed'`,
  auto: sql`how = 'auto'`,
  lost: sql`how = 'lost'`,
} as const;
type Kind = keyof typeof kinds;
type Row = { group: string | null; is_total: boolean; median: number | null } & Record<
  `${Kind}_count`,
  number
> &
  Record<`${Kind}_arr`, string>;

/** When customers ordered: closed renewals due in a span by owner, segment or another word, the whole first. */
export const reportTiming = query({
  name: "forecast.timing",
  permission: "forecast.read",
  input: getRenewalTiming.query,
  async run({ app, ctx, input }) {
    const { currency } = await app.company();
    const dueTo = input.dueTo ?? ctx.today.toString();
    const dueFrom = input.dueFrom ?? addMonths(Temporal.PlainDate.from(dueTo), -12).toString();
    const ratesOn = ratesDate(ctx, null);
    const grouping = await groupingOf(app, input.groupBy, {
      from: Temporal.PlainDate.from(dueFrom),
      to: Temporal.PlainDate.from(dueTo),
      asOf: null,
      timeZone: ctx.timeZone,
    });
    const { rows } = await sql<Row>`
      with ${forecastRates(currency, ratesOn)},
      due as (
        select r.*, round(r.target_arr * x.rate, 2) as target,
               case when r.outcome = 'churned' then 'lost' when r.is_auto_renewed then 'auto' else r.timing end as how
          from renewals r
          join rates x on x.currency = r.currency
         where r.archived_at is null and r.outcome is not null and r.due_on between ${dueFrom}::date and ${dueTo}::date
      )
      ${rowsOf({ join: sql``, group: sql`null::text` }, true)}
      union all
      ${rowsOf(grouping, false)}
    `.execute(app.db);
    const people = await sql<{ id: string; name: string }>`select id, name from teammates`.execute(app.db);
    const names = new Map([...grouping.labels, ...people.rows.map(({ id, name }) => [id, name] as const)]);
    const shown = rows.map((row) => ({
      group: row.group,
      isTotal: row.is_total,
      label: row.is_total ? "All" : row.group === null ? "None" : (names.get(row.group) ?? row.group),
      medianDaysLate: row.median,
      ...(Object.fromEntries(
        Object.keys(kinds).map((kind) => [
          kind,
          { count: row[`${kind as Kind}_count`], arr: amountText(row[`${kind as Kind}_arr`]) },
        ]),
      ) as Record<Kind, { count: number; arr: string }>),
    }));
    return {
      dueFrom,
      dueTo,
      currency,
      definition:
        `Renewals due from ${formatDate(dueFrom)} to ${formatDate(dueTo)} that have an outcome, at their target ARR in ${currency} at the rates of ${formatDate(ratesOn)}. ` +
        "Early, on time and late go by the policy of the account's touch model when it was ordered; lapsed ones were ordered after the " +
        "tolerance. Those that renewed by themselves, and those that were lost, stand apart and are in no median.",
      rows: shown.toSorted(
        (a, b) =>
          Number(b.isTotal) - Number(a.isTotal) ||
          b.closed.count - a.closed.count ||
          a.label.localeCompare(b.label),
      ),
    };
  },
});

function rowsOf({ join, group }: Pick<Grouping, "join" | "group">, isTotal: boolean): RawBuilder<unknown> {
  const sums = Object.entries(kinds).map(
    ([kind, holds]) => sql`
      (count(*) filter (where ${holds}))::integer as ${sql.id(`${kind}_count`)},
      coalesce(sum(r.target) filter (where ${holds}), 0) as ${sql.id(`${kind}_arr`)}`,
  );
  return sql`
    select ${group} as "group", ${isTotal}::boolean as is_total, ${sql.join(sums)},
           (percentile_cont(0.5) within group (order by r.ordered_on - r.due_on)
              filter (where how in ('early', 'on-time', 'late', 'lapsed')))::float8 as median
      from due r
      join accounts a on a.id = r.account_id and a.archived_at is null
      left join account_derived d on d.account_id = a.id
      ${join}
     group by 1`;
}
