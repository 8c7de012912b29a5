import type { Risk, RiskAsk } from "@perennial/contract";
import { sql } from "kysely";
import { accountType } from "../accounts/index.ts";
import { daysBetween } from "../kernel/calendar.ts";
import type { Context } from "../kernel/context.ts";
import type { Db } from "../kernel/db.ts";
import {
  catalogOf,
  isPast,
  type Present,
  presentCommon,
  readAsOf,
  readBesideColumns,
  recordsThen,
} from "../objects/index.ts";
import { readOwedNotes } from "./owed-note.ts";
import { riskBeside, riskType } from "./risk-type.ts";

/** What of asks the history keeps, as records below their account. */
const askRecords = { slug: "risk-ask", table: "risk_asks", placement: "below-account" } as const;
const askKept = Object.entries({
  department: "department",
  request: "request",
  ownerId: "owner_id",
  dueOn: "due_on",
  effortHours: "effort_hours",
  status: "status",
  answer: "answer",
}).map(([slug, name]) => ({ slug, column: { name } }));

/** Risks as the API shows them: with their asks, their age and what is overdue. */
export const presentRisks: Present = async (app, ctx, records) => {
  const ids = records.map((record) => record.id);
  const beside = await readBesideColumns(app.db, riskType, riskBeside, ids, ctx);
  const asks = Map.groupBy(await readAsks(app.db, ctx, ids), (ask) => ask.riskId);
  // Of the past it is not told: which template a tier asked for then is not kept.
  const owed = isPast(ctx) ? new Map<string, string>() : await readOwedNotes(app.db, ids);
  const accountIds = [...new Set(records.flatMap((record) => record.accountId ?? []))];
  const found = await readAsOf(app, ctx, await catalogOf(app), accountType, accountIds);
  const accounts = new Map(found.map((account) => [account.id, account.values as AccountShown]));
  const names = await readFinders(app.db, records);
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
      foundByName: names.get(String(record.values.foundBy)) ?? null,
      accountName: account?.name ?? "",
      region: account?.region ?? null,
      renewsOn: account?.nextRenewalOn ?? null,
      ageDays: raisedAt ? daysBetween(dayOf(raisedAt), leftAt ? dayOf(leftAt) : ctx.today) : 0,
      reviewOverdueDays:
        isUnderWay && nextReviewOn
          ? Math.max(0, daysBetween(Temporal.PlainDate.from(nextReviewOn), ctx.today))
          : 0,
      owedNoteTemplateId: owed.get(record.id) ?? null,
      asks: asks.get(record.id) ?? [],
    };
  });
};

/** What found the records' risks, as people call it. */
async function readFinders(db: Db, records: Parameters<Present>[2]): Promise<ReadonlyMap<string, string>> {
  const slugs = [
    ...new Set(records.flatMap(({ values }) => (values.foundBy ? [String(values.foundBy)] : []))),
  ];
  if (slugs.length === 0) return new Map();
  const found = await db
    .selectFrom("indicator_definitions")
    .select(["slug", "name"])
    .where("slug", "in", slugs)
    .execute();
  return new Map(found.map(({ slug, name }) => [slug, name]));
}

type AccountShown = { name: string | null; region: string | null; nextRenewalOn: string | null };

/** Asks as they stand, or as they were: what an answer changed is in the history. */
async function readAsks(db: Db, ctx: Context, riskIds: readonly string[]): Promise<RiskAsk[]> {
  const asks = isPast(ctx) ? sql`(${recordsThen(ctx, askRecords, askKept, "each")})` : sql`risk_asks`;
  const { rows } = await sql<RiskAsk>`
    select id, risk_id as "riskId", department, request, owner_id as "ownerId", due_on as "dueOn",
           effort_hours::float as "effortHours", status, answer, asked_by as "askedBy", created_at as "createdAt"
      from ${asks} a where risk_id = any(${[...riskIds]}::uuid[]) order by status = 'open' desc, due_on, id
  `.execute(db);
  return rows;
}
