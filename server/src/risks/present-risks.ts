import type { Risk, RiskAsk } from "@perennial/contract";
import { sql } from "kysely";
import { daysBetween } from "../kernel/calendar.ts";
import type { Db } from "../kernel/db.ts";
import { type Present, presentCommon, readBesideColumns } from "../objects/index.ts";
import { riskBeside, riskType } from "./risk-type.ts";

/** Risks as the API shows them: with their asks, their age and what is overdue. */
export const presentRisks: Present = async (app, ctx, records) => {
  const ids = records.map((record) => record.id);
  const beside = await readBesideColumns(app.db, riskType, riskBeside, ids);
  const asks = Map.groupBy(await readAsks(app.db, ids), (ask) => ask.riskId);
  const { rows } = await sql<{ id: string; name: string; region: string | null; renews_on: string | null }>`
    select a.id, a.name, a.region, d.next_renewal_on as renews_on
      from accounts a left join account_derived d on d.account_id = a.id
     where a.id = any(${records.map((record) => record.accountId)}::uuid[])
  `.execute(app.db);
  const accounts = new Map(rows.map((row) => [row.id, row]));
  return records.map((record) => {
    const { id: _id, ...shown } = beside.get(record.id) ?? {};
    const account = accounts.get(record.accountId ?? "");
    const { raisedAt, leftAt, nextReviewOn, status } = record.values as Pick<
      Risk,
      "raisedAt" | "leftAt" | "nextReviewOn" | "status"
    >;
    const dayOf = (instant: string) =>
      Temporal.Instant.from(instant).toZonedDateTimeISO(ctx.timeZone).toPlainDate();
    const isUnderWay = status === "open" || status === "monitoring";
    return {
      ...presentCommon(riskType, record),
      drivers: {},
      ...shown,
      accountName: account?.name ?? "",
      region: account?.region ?? null,
      renewsOn: account?.renews_on ?? null,
      ageDays: raisedAt ? daysBetween(dayOf(raisedAt), leftAt ? dayOf(leftAt) : ctx.today) : 0,
      reviewOverdueDays:
        isUnderWay && nextReviewOn
          ? Math.max(0, daysBetween(Temporal.PlainDate.from(nextReviewOn), ctx.today))
          : 0,
      asks: asks.get(record.id) ?? [],
    };
  });
};

async function readAsks(db: Db, riskIds: readonly string[]): Promise<RiskAsk[]> {
  const { rows } = await sql<RiskAsk>`
    select id, risk_id as "riskId", department, request, owner_id as "ownerId", due_on as "dueOn",
           effort_hours::float as "effortHours", status, answer, asked_by as "askedBy", created_at as "createdAt"
      from risk_asks where risk_id = any(${[...riskIds]}::uuid[]) order by status = 'open' desc, due_on, id
  `.execute(db);
  return rows;
}
