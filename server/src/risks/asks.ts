import { randomUUID } from "node:crypto";
import { createRiskAsk as createEndpoint, updateRiskAsk as updateEndpoint } from "@perennial/contract";
import { z } from "zod";
import type { App } from "../kernel/app.ts";
import { command } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { changesBetween } from "../kernel/history.ts";
import { newId } from "../kernel/ids.ts";
import { enqueue } from "../kernel/jobs/index.ts";
import { notify, sendToSlack } from "../notifications/index.ts";
import { readDepartments } from "./departments.ts";

/**
 * Asks another department for help with a risk; whoever is named, else the department's lead, owns the ask and is told. At
 * tier 3 an ask that nobody owns is told in the channel where the departments meet.
 */
export const createAsk = command({
  name: "risk-asks.create",
  permission: "risks.write",
  input: createEndpoint.body.extend({ riskId: z.uuid() }),
  async run({ app, tx, ctx, input }) {
    const risk = await tx
      .selectFrom("risks")
      .select(["account_id", "summary", "tier", "status"])
      .where("id", "=", input.riskId)
      .where("archived_at", "is", null)
      .executeTakeFirst();
    if (!risk) throw problem("not-found", `There is no risk with the id ${input.riskId}.`);
    if (risk.status !== "open" && risk.status !== "monitoring")
      throw problem("conflict", `This risk was ${risk.status}. Open it again first.`);
    const ownerId = input.ownerId ?? (await leadOf(tx, input.department));
    const id = newId(ctx.now);
    const at = ctx.now.toString();
    await tx
      .insertInto("risk_asks")
      .values({
        account_id: risk.account_id,
        id,
        risk_id: input.riskId,
        department: input.department,
        request: input.request,
        owner_id: ownerId,
        due_on: input.dueOn ?? null,
        effort_hours:
          input.effortHours === null || input.effortHours === undefined ? null : String(input.effortHours),
        status: "open",
        asked_by: ctx.actor.name,
        created_at: at,
        updated_at: at,
      })
      .execute();
    await tellAsked(app, tx, ctx, {
      id,
      riskId: input.riskId,
      ownerId,
      request: input.request,
    });
    if (ownerId === null && risk.tier === "3") {
      const text = `${risk.summary}\n\n• ${input.department}: ${input.request}\n\n${app.settings.publicUrl}/risks/${input.riskId}`;
      await enqueue(tx, sendToSlack, { to: { kind: "channel" }, key: randomUUID(), text });
    }
    const ref = { object: "risk", objectId: input.riskId, accountId: risk.account_id };
    const payload = { name: `${input.department}: ${input.request.slice(0, 100)}`, askId: id };
    return { result: { id: input.riskId }, events: [{ ...ref, name: "risk.help-asked", payload }] };
  },
});

/** Changes or answers an ask. */
export const updateAsk = command({
  name: "risk-asks.update",
  permission: "risks.write",
  input: updateEndpoint.body.extend({ id: z.uuid() }),
  async run({ app, tx, ctx, input: { id, ...patch } }) {
    const row = await tx
      .selectFrom("risk_asks")
      .selectAll()
      .where("id", "=", id)
      .forUpdate()
      .executeTakeFirst();
    if (!row) throw problem("not-found", `There is no ask with the id ${id}.`);
    const before = {
      department: row.department,
      request: row.request,
      ownerId: row.owner_id,
      dueOn: row.due_on,
      effortHours: row.effort_hours === null ? null : Number(row.effort_hours),
      status: row.status,
      answer: row.answer,
    };
    const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
    const after: typeof before = { ...before, ...given };
    await tx
      .updateTable("risk_asks")
      .set({
        department: after.department,
        request: after.request,
        owner_id: after.ownerId,
        due_on: after.dueOn,
        effort_hours: after.effortHours === null ? null : String(after.effortHours),
        status: after.status,
        answer: after.answer,
        updated_at: ctx.now.toString(),
      })
      .where("account_id", "=", row.account_id)
      .where("id", "=", id)
      .execute();
    if (after.ownerId !== before.ownerId) {
      await tellAsked(app, tx, ctx, {
        id,
        riskId: row.risk_id,
        ownerId: after.ownerId,
        request: after.request,
      });
    }
    const ref = { object: "risk", objectId: row.risk_id, accountId: row.account_id };
    const payload = { name: `${after.department}: ${after.status}`, askId: id };
    return {
      result: { id: row.risk_id },
      changes: changesBetween("risk-ask", { id, accountId: row.account_id }, before, after),
      events: [{ ...ref, name: "risk.ask-updated", payload }],
    };
  },
});

/** @throws Problem `invalid-input` when the company has no such department */
async function leadOf(tx: Tx, department: string): Promise<string | null> {
  const departments = await readDepartments(tx);
  const found = departments.find(({ name }) => name === department);
  if (found) return found.leadId;
  const message = `“${department}” is not one of: ${departments.map(({ name }) => name).join(", ")}`;
  throw problem("invalid-input", "The department is not known.", {
    fields: [{ path: "department", message }],
  });
}

async function tellAsked(
  app: App,
  tx: Tx,
  ctx: Context,
  ask: { id: string; riskId: string; ownerId: string | null; request: string },
): Promise<void> {
  if (ask.ownerId === null) return;
  await notify(app, tx, ctx, [
    {
      teammateId: ask.ownerId,
      kind: "risk",
      cause: `risk-ask:${ask.id}`,
      title: `${ctx.actor.name} asks for your help with a risk`,
      body: ask.request,
      href: `/risks/${ask.riskId}`,
    },
  ]);
}
