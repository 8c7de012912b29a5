import { indicatorReachDays } from "@perennial/contract";
import { sql } from "kysely";
import type { ForecastGrouping } from "../forecast/index.ts";

/**
 * Renewals by the risk indicators that stood on their account at any time from some months before the period to its end:
 * what had been seen of those that were lost, or are expected to be.
 */
export const forecastByIndicator: ForecastGrouping = {
  slug: "indicator",
  async of(app, { from, to, asOf, timeZone }) {
    const since = from.subtract({ days: indicatorReachDays }).toString();
    const day = (column: string) => sql`(i.${sql.id(column)} at time zone ${timeZone})::date`;
    const join = sql`
      left join (
        select distinct i.account_id, i.definition from indicators i
         where i.polarity = 'risk' and i.archived_at is null and ${day("raised_at")} <= ${to.toString()}::date
           and (i.settled_at is null or ${day("settled_at")} >= ${since}::date)
           ${asOf ? sql`and i.raised_at <= ${asOf.toString()}::timestamptz` : sql``}
      ) g on g.account_id = r.account_id`;
    const { rows } = await sql<{ slug: string; name: string }>`
      select slug, name from indicator_definitions
    `.execute(app.db);
    return {
      join,
      group: sql`g.definition`,
      labels: new Map(rows.map(({ slug, name }) => [slug, name])),
      overlaps:
        `Risk indicators that stood on the account at any time from ${since} to ${to}; an account can have several, so that these ` +
        "add up to more than the whole.",
    };
  },
};
