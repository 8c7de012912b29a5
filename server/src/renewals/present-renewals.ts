import { sql } from "kysely";
import { amountText } from "../contracts/index.ts";
import { daysBetween } from "../kernel/calendar.ts";
import { type Present, presentCommon, ruleCatalogOf, ruleEnv } from "../objects/index.ts";
import { type HygieneFacts, hygieneOf } from "./hygiene.ts";
import { readLadders } from "./read-ladders.ts";
import { renewalType } from "./renewal-type.ts";

const amounts = ["targetArr", "forecastArr", "finalArr", "deltaArr", "arrIfRenewed", "expectedArr"] as const;

/** A renewal as the API shows it: with its account's name, the days left and the likelihood people give it. */
export const presentRenewals: Present = async (app, ctx, records) => {
  const { rows } = await sql<{
    id: string;
    name: string;
    contract_id: string | null;
    likelihood_version: number | null;
  }>`
    select r.id, a.name, r.contract_id, d.likelihood_version
      from renewals r
      join accounts a on a.id = r.account_id
      left join renewal_derived d on d.account_id = r.account_id and d.id = r.id
     where r.account_id = any(${records.map((record) => record.accountId)}::uuid[])
       and r.id = any(${records.map((record) => record.id)}::uuid[])
  `.execute(app.db);
  const ratings = new Map(
    (await app.db.selectFrom("forecast_ratings").selectAll().execute()).map((each) => [each.slug, each]),
  );
  // Of the past it is kept whether a renewal was behind, not by which step.
  const laddered = ctx.asOf ? [] : records.map((record) => record.id);
  const judging = { rules: await ruleCatalogOf(app), env: await ruleEnv(app, ctx), today: ctx.today };
  const ladders = await readLadders(app.db, judging, laddered);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return records.map((record) => {
    const beside = byId.get(record.id);
    const { values } = record;
    const rating = ratings.get(String(values.rating));
    const daysToExpiry = daysBetween(ctx.today, Temporal.PlainDate.from(String(values.dueOn)));
    const money = amounts.map((field) => [
      field,
      typeof values[field] === "string" ? amountText(values[field]) : null,
    ]);
    const likelihood = values.likelihoodHuman ?? rating?.default_likelihood ?? null;
    const ladder = ladders.get(record.id);
    const model = values.likelihoodModel == null ? null : Number(values.likelihoodModel);
    const isForecast = rating?.is_forecast ?? true;
    return {
      ...presentCommon(renewalType, record),
      ...Object.fromEntries(money),
      accountId: record.accountId,
      accountName: beside?.name ?? "",
      contractId: beside?.contract_id ?? null,
      daysToExpiry,
      isOverdue: daysToExpiry < 0 && values.outcome === null,
      likelihood: likelihood === null ? null : Number(likelihood),
      likelihoodGap:
        values.outcome !== null || !isForecast || model === null || likelihood === null
          ? null
          : Math.round((model - Number(likelihood)) * 10_000) / 10_000,
      standing: ladder?.standing ?? (values.outcome === null ? openStanding(values.standing) : "closed"),
      daysBehind: ladder?.standing === "closed" ? null : (ladder?.daysBehind ?? null),
      flags: hygieneOf(
        {
          ...(values as Pick<HygieneFacts, "outcome" | "ownerId" | "rating" | "forecastArr" | "targetArr">),
          ...(values as Pick<HygieneFacts, "nextStep" | "nextStepOn" | "noticeDeadlineOn" | "noticeSentOn">),
          daysToExpiry,
          isRatingForecast: isForecast,
          likelihood: likelihood === null ? null : Number(likelihood),
          likelihoodModel: model,
        },
        ctx.today,
      ).join("; "),
      likelihoodVersion: ctx.asOf ? null : (beside?.likelihood_version ?? null),
    };
  });
};

/** A renewal that was reopened was not closed then. */
const openStanding = (standing: unknown) =>
  standing === "on-track" || standing === "behind" ? standing : null;
