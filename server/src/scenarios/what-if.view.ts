import { getWhatIf, nameRenewals as nameEndpoint, type Override, type WhatIfRow } from "@perennial/contract";
import { sql } from "kysely";
import { ratesOf } from "../contracts/index.ts";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import type { Db } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { query } from "../kernel/query.ts";
import {
  catalogOf,
  derivedJoin,
  objectTypeOf,
  parseRuleFor,
  ruleEnv,
  ruleExpression,
} from "../objects/index.ts";
import { arrIfRenewed } from "../renewals/index.ts";
import { readScenario } from "./read-scenarios.ts";

/** So far before and after a span open renewals are read too: a scenario may move them into it. */
const aroundDays = 365;
const mostRows = 50_000;

/** The rows a what-if is worked out from, and what a scenario's rules name. */
export const readWhatIf = query({
  name: "scenarios.what-if",
  permission: "renewals.read",
  input: getWhatIf.query,
  async run({ app, db, ctx, input }) {
    const scenario = input.scenario === undefined ? undefined : await readScenario(db, ctx, input.scenario);
    const { currency } = await app.company();
    return {
      currency,
      rows: await whatIfRows(app, db, ctx, input),
      named: scenario ? await namedBy(app, db, ctx, scenario.overrides) : [],
    };
  },
});

/** The renewals due in a span, and the open ones around it, in the company's currency at today's rates. */
export async function whatIfRows(
  app: App,
  db: Db,
  ctx: Context,
  span: { dueFrom: string; dueTo: string },
): Promise<WhatIfRow[]> {
  if (span.dueFrom > span.dueTo) {
    throw problem("invalid-input", "A span ends on the day it begins or later.", {
      fields: [{ path: "dueTo", message: "not before dueFrom" }],
    });
  }
  const { currency } = await app.company();
  const { rows } = await sql<WhatIfRow>`
    select r.id, r.account_id as "accountId", a.name as "accountName", r.due_on as "dueOn",
           round(r.target_arr * x.rate, 2)::text as "targetArr",
           round(case r.outcome when 'renewed' then coalesce(r.final_arr, r.target_arr) when 'churned' then 0
                      else ${arrIfRenewed(sql`r.forecast_arr`, sql`r.target_arr`)} end * x.rate, 2)::text as "amountArr",
           d.likelihood_model::float8 as "likelihoodModel",
           coalesce(r.human_likelihood, f.default_likelihood)::float8 as "likelihoodPeople",
           r.outcome, r.rating, r.owner_id as "ownerId", a.touch_model as segment, a.region
      from renewals r
      join accounts a on a.id = r.account_id and a.archived_at is null
      left join renewal_derived d on d.account_id = r.account_id and d.id = r.id
      left join forecast_ratings f on f.slug = r.rating
      join (select ${currency}::text as currency, 1::numeric as rate
            union all select currency, rate from (${ratesOf(ctx.today.toString())}) other where currency <> ${currency}) x
        on x.currency = r.currency
     where r.archived_at is null and (f.is_forecast is null or f.is_forecast)
       and (r.due_on between ${span.dueFrom}::date and ${span.dueTo}::date
            or (r.outcome is null and r.due_on between ${span.dueFrom}::date - ${aroundDays}::integer
                                                   and ${span.dueTo}::date + ${aroundDays}::integer))
     order by r.due_on, r.id limit ${mostRows}
  `.execute(db);
  return rows;
}

/** For each override the open renewals it is about; a rule that asks about what is no more names none. */
export async function namedBy(
  app: App,
  db: Db,
  ctx: Context,
  overrides: readonly Override[],
): Promise<string[][]> {
  return Promise.all(
    overrides.map(({ about }) => (about.kind === "renewal" ? [about.id] : idsOf(app, db, ctx, about.rule))),
  );
}

async function idsOf(app: App, db: Db, ctx: Context, json: unknown): Promise<string[]> {
  const rule = await parseRuleFor(app, db, "renewal", json);
  const type = objectTypeOf(await catalogOf(app), "renewal");
  const { rows } = await sql<{ id: string }>`
    select r.id from renewals r${derivedJoin(type)}
     where r.archived_at is null and r.outcome is null and ${ruleExpression(rule, await ruleEnv(app, ctx))}
     order by r.id limit ${mostRows}
  `.execute(db);
  return rows.map((row) => row.id);
}

/** Which open renewals a rule names now. */
export const nameRenewals = query({
  name: "scenarios.name-renewals",
  permission: "renewals.read",
  input: nameEndpoint.body,
  run: ({ app, db, ctx, input }) => idsOf(app, db, ctx, input.rule),
});
