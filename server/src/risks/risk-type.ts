import { riskFields } from "@perennial/contract";
import { sql } from "kysely";
import { accountType } from "../accounts/index.ts";
import { resolveAccountOfRows } from "../contracts/index.ts";
import type { Change } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import {
  type BesideColumns,
  builtIns,
  catalogOf,
  type ObjectType,
  type RecordInput,
  type RecordWrite,
  type RowProblem,
  readRecords,
  type WriteArguments,
  writeBesideColumns,
} from "../objects/index.ts";
import { actOnTier } from "./act-on-tier.ts";
import { readOwedNotes, writeRiskNote } from "./owed-note.ts";
import { linkRecurrences } from "./recurrence.ts";
import { readRootCauses, readTiers } from "./risk-definitions.ts";
import { tellDrivers, tellOwner } from "./tell-of-risk.ts";

/** What a risk has beside its fields. */
export const riskBeside: BesideColumns = {
  renewalId: { column: "renewal_id", type: "uuid" },
  indicatorId: { column: "indicator_id", type: "uuid" },
  projectId: { column: "project_id", type: "uuid" },
  drivers: { column: "drivers", type: "jsonb" },
  recurrenceOfId: { column: "recurrence_of_id", type: "uuid" },
  raisedBy: { column: "raised_by", type: "text" },
};

/** Risks: red accounts, with who does what about them. */
export const riskType: ObjectType = {
  slug: "risk",
  plural: "risks",
  label: "Risk",
  labelPlural: "Risks",
  table: "risks",
  placement: "below-account",
  keepsPast: true,
  ownDates: { since: "raised_at" },
  builtIns: builtIns("risk", riskFields, {
    accountId: "account_id",
    summary: "summary",
    rootCause: "root_cause",
    secondaryCauses: "secondary_causes",
    tier: "tier",
    status: "status",
    ownerId: "owner_id",
    arrAtRisk: "arr_at_risk",
    arrSaved: "arr_saved",
    arrLost: "arr_lost",
    nextStep: "next_step",
    nextStepOn: "next_step_on",
    reviewedOn: "reviewed_on",
    nextReviewOn: "next_review_on",
    recurrence: "recurrence",
    foundBy: "found_by",
    raisedAt: "raised_at",
    leftAt: "left_at",
    outcomeNote: "outcome_note",
  }),
  defaults: { status: "open" },
  shown: [
    { slug: "accountName", label: "Account", type: "text" },
    { slug: "ageDays", label: "Age, days", type: "integer", hasPast: false },
    { slug: "reviewOverdueDays", label: "Review overdue, days", type: "integer", hasPast: false },
  ],
  async prepare({ tx, ctx, inputs }) {
    const { inputs: placed, problems } = await resolveAccountOfRows(tx, inputs);
    return { inputs: placed.map((input) => asNew(ctx, input)), problems };
  },
  async check({ app, tx, ctx, writes }) {
    await completeNew({ app, tx, ctx, writes });
    await sayWhatFound(tx, writes);
    await linkRecurrences(tx, writes);
    return [...(await unknownCauses(tx, writes)), ...(await foreignLinks(tx, writes))];
  },
  async afterWrite(args) {
    const { app, tx, ctx, writes } = args;
    const changes = await writeBesideColumns(tx, riskType, riskBeside, writes);
    await tellOwner(args);
    const summaries = new Map(writes.map(({ id, after }) => [id, String(after.summary)]));
    await tellDrivers(app, tx, ctx, changes, summaries);
    return { changes: [...changes, ...(await beginNew(args))] };
  },
};

function asNew(ctx: Context, input: RecordInput): RecordInput {
  if (input.id !== undefined) return input;
  const { tier, ...values } = input.values;
  const raisedBy = input.extras?.raisedBy ?? ctx.actor.name;
  // A new risk may begin at any tier; from then on it is moved, with a reason.
  return { ...input, values, extras: { ...input.extras, raisedBy, ...(tier === undefined ? {} : { tier }) } };
}

/** A new risk begins at its tier, is due for review after the tier's interval, and endangers all of the account's ARR. */
async function completeNew({ app, tx, ctx, writes }: WriteArguments): Promise<void> {
  const made = writes.filter((write) => write.isNew);
  if (made.length === 0) return;
  const days = new Map((await readTiers(tx)).map((tier) => [String(tier.tier), tier.reviewDays]));
  const ids = [...new Set(made.flatMap((write) => write.accountId ?? []))];
  const accounts = new Map(
    (await readRecords(tx, await catalogOf(app, tx), accountType, ids)).map((account) => [
      account.id,
      account.values,
    ]),
  );
  for (const { after, extras, accountId } of made) {
    const values = accounts.get(accountId ?? "") ?? {};
    const tier = typeof extras.tier === "string" ? extras.tier : String(after.tier ?? "1");
    after.tier = tier;
    after.raisedAt = ctx.now.toString();
    after.nextReviewOn ??= ctx.today.add({ days: days.get(tier) ?? 14 }).toString();
    after.arrAtRisk ??= values.arr ?? null;
    after.ownerId ??= values["keyRole:csm"] ?? null;
  }
}

/** What a new risk's tier does, and the note that whoever records it gives along. */
async function beginNew({ app, tx, ctx, writes }: WriteArguments): Promise<Change[]> {
  const changes: Change[] = [];
  for (const { id, accountId, after, extras, isNew } of writes) {
    if (!isNew || accountId === null) continue;
    const risk = { id, accountId, summary: String(after.summary) };
    changes.push(...(await actOnTier(app, tx, ctx, risk, String(after.tier))));
    const { fields } = (extras.note ?? {}) as { fields?: Record<string, string> };
    if (fields === undefined) continue;
    const templateId = (await readOwedNotes(tx, [id])).get(id);
    await writeRiskNote(app, tx, ctx, { risk, subject: "Risk", body: risk.summary, templateId, fields });
  }
  return changes;
}

/** A risk that an indicator is turned into, or tied to later, was found by it. */
async function sayWhatFound(tx: Tx, writes: readonly RecordWrite[]): Promise<void> {
  for (const { extras, after, accountId } of writes) {
    if (extras.indicatorId === undefined) continue;
    const { rows } = await sql<{ definition: string }>`
      select definition from indicators where account_id = ${accountId} and id = ${extras.indicatorId}
    `.execute(tx);
    after.foundBy = rows[0]?.definition ?? null;
  }
}

async function unknownCauses(tx: Tx, writes: readonly RecordWrite[]): Promise<RowProblem[]> {
  const causes = await readRootCauses(tx);
  const known = new Set(causes.map((cause) => cause.slug));
  const list = causes.map((cause) => cause.slug).join(", ");
  return writes.flatMap(({ row, before, after }) =>
    (["rootCause", "secondaryCauses"] as const).flatMap((path) =>
      [after[path] ?? []]
        .flat()
        // A cause that the list no longer has is kept by the risks that name it.
        .filter((value) => !known.has(String(value)) && ![before[path]].flat().includes(value))
        .slice(0, 1)
        .map((value) => ({ row, path, message: `“${value}” is not one of: ${list}` })),
    ),
  );
}

/** Renewal, indicator and plan must lie below the same account: an id alone proves nothing. */
async function foreignLinks(tx: Tx, writes: readonly RecordWrite[]): Promise<RowProblem[]> {
  const problems: RowProblem[] = [];
  for (const { row, accountId, extras } of writes) {
    for (const [path, table] of [
      ["renewalId", "renewals"],
      ["indicatorId", "indicators"],
      ["projectId", "projects"],
    ] as const) {
      if (typeof extras[path] !== "string") continue;
      const { rows } = await sql`
        select id from ${sql.table(table)} where account_id = ${accountId} and id = ${extras[path]}
      `.execute(tx);
      if (rows.length === 0) problems.push({ row, path, message: "is not of the same account" });
    }
  }
  return problems;
}
