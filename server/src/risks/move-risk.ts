import {
  leaveRisk as leaveEndpoint,
  reviewRisk as reviewEndpoint,
  setRiskTier as tierEndpoint,
} from "@perennial/contract";
import { z } from "zod";
import { type Change, command, type Json } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { actOnTier } from "./act-on-tier.ts";
import { readOwedNotes, writeRiskNote } from "./owed-note.ts";
import { relinkRecurrences } from "./recurrence.ts";
import { readTiers } from "./risk-definitions.ts";

const byId = z.object({ id: z.uuid() });

/** Moves a risk to another tier, with a reason; its next review is due after that tier's interval. */
export const setRiskTier = command({
  name: "risks.set-tier",
  permission: "risks.write",
  input: tierEndpoint.body.extend(byId.shape),
  async run({ app, tx, ctx, input: { id, tier, reason } }) {
    const risk = await lockUnderWay(tx, id);
    if (risk.tier === tier) return { result: { id } };
    const changes = await update(tx, ctx, risk, { tier, next_review_on: await nextReviewOn(tx, ctx, tier) });
    const done = await actOnTier(app, tx, ctx, { id, accountId: risk.account_id }, tier);
    const payload = { name: risk.summary, from: risk.tier, to: tier, reason };
    return {
      result: { id },
      changes: [...changes, ...done],
      events: [happened(risk, tier > risk.tier ? "risk.escalated" : "risk.relaxed", payload)],
    };
  },
});

/**
 * Records a review: what was found, what comes next, when it is looked at again. The note stands on the timeline; while the
 * risk owes the note of its tier, this is it, and must answer its template. A weekly review's decision owes nothing.
 */
export const reviewRisk = command({
  name: "risks.review",
  permission: "risks.write",
  input: reviewEndpoint.body.extend({ ...byId.shape, isDecision: z.boolean().default(false) }),
  async run({ app, tx, ctx, input }) {
    const risk = await lockUnderWay(tx, input.id);
    const owed = input.isDecision ? undefined : (await readOwedNotes(tx, [risk.id])).get(risk.id);
    if (owed !== undefined && input.fields === undefined) throw owesNote();
    await writeRiskNote(app, tx, ctx, {
      risk: { id: risk.id, accountId: risk.account_id, summary: risk.summary },
      subject: "Review",
      body: input.note,
      templateId: owed ?? input.templateId,
      fields: input.fields,
    });
    const changes = await update(tx, ctx, risk, {
      reviewed_on: ctx.today.toString(),
      next_review_on: input.nextReviewOn ?? (await nextReviewOn(tx, ctx, risk.tier)),
      status: input.status ?? risk.status,
      ...(input.nextStep === undefined ? {} : { next_step: input.nextStep }),
      ...(input.nextStepOn === undefined ? {} : { next_step_on: input.nextStepOn }),
    });
    return {
      result: { id: risk.id },
      changes,
      events: [happened(risk, "risk.reviewed", { name: risk.summary })],
    };
  },
});

/** Says how a risk ended; ARR saved or lost goes to the ledger. */
export const leaveRisk = command({
  name: "risks.leave",
  permission: "risks.write",
  input: leaveEndpoint.body.extend(byId.shape),
  async run({ tx, ctx, input: { id, status, note, arr } }) {
    const risk = await lockUnderWay(tx, id);
    const amount = arr ?? risk.arr_at_risk;
    const changes = await update(tx, ctx, risk, {
      status,
      outcome_note: note,
      left_at: ctx.now.toString(),
      arr_saved: status === "saved" ? amount : null,
      arr_lost: status === "lost" ? amount : null,
      next_review_on: null,
    });
    if (status === "withdrawn") changes.push(...(await relinkRecurrences(tx, risk.account_id)));
    return {
      result: { id },
      changes,
      events: [happened(risk, `risk.${status}`, { name: risk.summary, arr: amount })],
    };
  },
});

/** Takes the outcome back: the risk is open again and due for review. */
export const reopenRisk = command({
  name: "risks.reopen",
  permission: "risks.write",
  input: byId,
  async run({ tx, ctx, input: { id } }) {
    const risk = await lockRisk(tx, id);
    if (isUnderWay(risk)) return { result: { id } };
    const changes = await update(tx, ctx, risk, {
      status: "open",
      outcome_note: null,
      left_at: null,
      arr_saved: null,
      arr_lost: null,
      next_review_on: await nextReviewOn(tx, ctx, risk.tier),
    });
    if (risk.status === "withdrawn") changes.push(...(await relinkRecurrences(tx, risk.account_id)));
    return { result: { id }, changes, events: [happened(risk, "risk.reopened", { name: risk.summary })] };
  },
});

type RiskRow = Awaited<ReturnType<typeof lockRisk>>;

/** @throws Problem `not-found` */
async function lockRisk(tx: Tx, id: string) {
  const row = await tx
    .selectFrom("risks")
    .selectAll()
    .where("id", "=", id)
    .where("archived_at", "is", null)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw problem("not-found", `There is no risk with the id ${id}.`);
  return row;
}

const isUnderWay = ({ status }: { status: string }) => status === "open" || status === "monitoring";

/** @throws Problem `not-found`, or `conflict` when it was left already */
async function lockUnderWay(tx: Tx, id: string): Promise<RiskRow> {
  const risk = await lockRisk(tx, id);
  if (!isUnderWay(risk)) throw problem("conflict", `This risk was ${risk.status}. Open it again first.`);
  return risk;
}

function owesNote() {
  const message = "What the note template of its tier requires must be answered";
  return problem(
    "invalid-input",
    "Nobody has written the note that the tier of this risk asks for. Open the risk and review it there.",
    { fields: [{ path: "fields", message }] },
  );
}

async function nextReviewOn(tx: Tx, ctx: Context, tier: string): Promise<string> {
  const days = (await readTiers(tx)).find((each) => String(each.tier) === tier)?.reviewDays ?? 7;
  return ctx.today.add({ days }).toString();
}

const fieldOf: Record<string, string> = {
  tier: "tier",
  status: "status",
  next_review_on: "nextReviewOn",
  reviewed_on: "reviewedOn",
  next_step: "nextStep",
  next_step_on: "nextStepOn",
  outcome_note: "outcomeNote",
  left_at: "leftAt",
  arr_saved: "arrSaved",
  arr_lost: "arrLost",
};

async function update(tx: Tx, ctx: Context, risk: RiskRow, after: Record<string, Json>): Promise<Change[]> {
  await tx
    .updateTable("risks")
    .set({ ...after, updated_at: ctx.now.toString() })
    .where("account_id", "=", risk.account_id)
    .where("id", "=", risk.id)
    .execute();
  const before = risk as unknown as Record<string, Json>;
  return Object.entries(after).flatMap(([column, now]) => {
    const old = before[column] ?? null;
    const ref = { object: "risk", objectId: risk.id, accountId: risk.account_id };
    return old === now ? [] : [{ ...ref, field: fieldOf[column] ?? column, old, new: now }];
  });
}

function happened(risk: RiskRow, name: string, payload: Record<string, Json>) {
  return { name, object: "risk", objectId: risk.id, accountId: risk.account_id, payload };
}
