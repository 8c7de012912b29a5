import { listForecastRenewals as endpoint } from "@perennial/contract";
import { sql } from "kysely";
import { query } from "../kernel/query.ts";
import { groupingOf } from "./forecast-groups.ts";
import { forecastRows } from "./forecast-rows.sql.ts";
import { asOfInstant, forecastScope, ownerCondition, ratesDate, scenarioOf } from "./forecast-scope.ts";
import { amountText } from "./ledger.ts";

type Row = {
  id: string;
  accountId: string;
  accountName: string;
  ownerId: string | null;
  dueOn: string;
  category: string;
  stage: string;
  target: string;
  forecast: string | null;
  final: string | null;
  call: string | null;
  expected: string;
  likelihood: string;
  likelihoodBy: "person" | "rating" | "model" | "scenario" | "outcome" | "nobody";
};

/** The renewals behind a number of the forecast, as they are or stood, the largest first. */
export const listForecastRenewals = query({
  name: "forecast.renewals",
  permission: "forecast.read",
  input: endpoint.query,
  async run({ app, db, ctx, input }) {
    const { period, currency } = await forecastScope(app, ctx, input.period);
    const asOf = asOfInstant(ctx, input.asOf);
    const what = await scenarioOf(app, db, ctx, input, period);
    const owner = await ownerCondition(app, input.level, sql`r.owner_id`);
    const category =
      input.category === undefined
        ? sql`r.category <> 'omitted'`
        : input.category === "missing"
          ? sql`r.call is null and r.category <> 'omitted'`
          : sql`r.category = ${input.category}`;
    const grouping = input.groupBy
      ? await groupingOf(app, input.groupBy, { ...period, asOf, timeZone: ctx.timeZone })
      : undefined;
    const inGroup = grouping
      ? sql`${grouping.group} is not distinct from ${input.group ?? null}::text`
      : sql`true`;
    const { rows } = await sql<Row>`
      with ${forecastRows({ period, asOf, currency, ratesOn: ratesDate(ctx, asOf), supposed: what?.supposed })}
      select r.id, r.account_id as "accountId", a.name as "accountName", r.owner_id as "ownerId", r.due_on as "dueOn",
             r.category, r.stage, r.target, r.forecast, r.final, r.call, r.expected,
             r.likelihood, r.likelihood_by as "likelihoodBy"
        from due r
        join accounts a on a.id = r.account_id and a.archived_at is null
        left join account_derived d on d.account_id = r.account_id
        ${grouping?.join ?? sql``}
       where not r.is_unconverted and ${owner} and ${category} and ${inGroup}
       order by r.target desc, r.id limit ${input.limit}
    `.execute(db);
    return {
      currency,
      items: rows.map(({ target, forecast, final, call, expected, likelihood, ...row }) => ({
        ...row,
        targetArr: amountText(target),
        forecastArr: forecast === null ? null : amountText(forecast),
        finalArr: final === null ? null : amountText(final),
        callArr: call === null ? null : amountText(call),
        expectedArr: amountText(expected),
        likelihood: Number(likelihood),
      })),
    };
  },
});
