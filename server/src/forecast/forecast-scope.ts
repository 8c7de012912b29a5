import { type RawBuilder, sql } from "kysely";
import type { App } from "../kernel/app.ts";
import { instantOfMoment } from "../kernel/calendar.ts";
import type { Context } from "../kernel/context.ts";
import type { Db } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { supposeRenewals } from "../scenarios/index.ts";
import { type Period, periodOf, quarterOf } from "./fiscal-period.ts";
import { readHierarchy } from "./levels.ts";

/** The period asked for, or the fiscal quarter of today, with what it is reported in. */
export async function forecastScope(
  app: App,
  ctx: Context,
  period: string | undefined,
): Promise<{ period: Period; currency: string; startMonth: number }> {
  const { currency, fiscalYearStartMonth: startMonth } = await app.company();
  return {
    period: period ? periodOf(period, startMonth) : quarterOf(ctx.today, startMonth),
    currency,
    startMonth,
  };
}

/** The instant asked as of; null for now and for what lies ahead. */
export function asOfInstant(ctx: Context, moment: string | undefined): Temporal.Instant | null {
  if (moment === undefined) return null;
  const instant = instantOfMoment(moment, ctx.timeZone);
  return Temporal.Instant.compare(instant, ctx.now) < 0 ? instant : null;
}

/** The date of an instant in the company's time zone, today without one: whose exchange rates hold. */
export function ratesDate(ctx: Context, asOf: Temporal.Instant | null): string {
  return (asOf ? asOf.toZonedDateTimeISO(ctx.timeZone).toPlainDate() : ctx.today).toString();
}

/** The condition that a renewal's owner is on a level. */
export async function ownerCondition(
  app: App,
  level: string,
  owner: RawBuilder<unknown>,
): Promise<RawBuilder<unknown>> {
  if (level === "company") return sql`true`;
  const { ownerIds, hasNobody } = (await readHierarchy(app.db)).ownersOn(level);
  return sql`(${owner} = any(${ownerIds}::uuid[]) ${hasNobody ? sql`or ${owner} is null` : sql``})`;
}

/** The dates of a period, as answers carry them. */
export const spanOf = ({ name, from, to }: Period) => ({
  period: name,
  from: from.toString(),
  to: to.toString(),
});

/**
 * What a scenario, if one is asked for, supposes of the renewals of a period.
 * @throws Problem `invalid-input` of the past: suppositions are about what is open now
 */
export async function scenarioOf(
  app: App,
  db: Db,
  ctx: Context,
  { scenario: id, asOf }: { scenario?: string | undefined; asOf?: string | undefined },
  period: Period,
) {
  if (id === undefined) return undefined;
  if (asOf !== undefined) {
    throw problem(
      "invalid-input",
      "A scenario supposes of what is open now. Leave `asOf` out, or the scenario.",
      {
        fields: [{ path: "scenario", message: "not together with asOf" }],
      },
    );
  }
  return supposeRenewals(app, db, ctx, id, { dueFrom: period.from.toString(), dueTo: period.to.toString() });
}
