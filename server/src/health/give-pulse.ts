import { givePulse as endpoint, pulseHoldsDays, sentiments } from "@perennial/contract";
import { sql } from "kysely";
import { z } from "zod";
import { command, type DomainEvent } from "../kernel/command.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { newId } from "../kernel/ids.ts";
import { readPulse } from "./pulses.sql.ts";

/** Says how happy an account is. The newest word counts, until the day it expires. */
export const givePulse = command({
  name: "pulses.give",
  permission: "accounts.write",
  input: endpoint.params.and(endpoint.body),
  async run({ tx, ctx, input }) {
    await assertAccount(tx, input.id);
    const expiresOn = input.expiresOn ?? ctx.today.add({ days: pulseHoldsDays }).toString();
    if (Temporal.PlainDate.compare(expiresOn, ctx.today) < 0) {
      const message = "A pulse that has expired already would never count: choose today or a later day.";
      throw problem("invalid-input", message, { fields: [{ path: "expiresOn", message }] });
    }
    const id = newId(ctx.now);
    await tx
      .insertInto("account_pulses")
      .values({
        account_id: input.id,
        id,
        sentiment: input.sentiment,
        note: input.note || null,
        given_at: ctx.now.toString(),
        given_by_id: ctx.actor.id,
        given_by_name: ctx.actor.name,
        expires_on: expiresOn,
      })
      .execute();
    const label = sentiments.find(({ value }) => value === input.sentiment)?.label ?? "";
    return {
      result: { id },
      changes: [
        { object: "pulse", objectId: id, accountId: input.id, field: "sentiment", old: null, new: label },
      ],
      events: [eventOf("pulse.given", input.id, id)],
    };
  },
});

const which = z.object({ id: z.uuid(), pulseId: z.uuid() });

/** A pulse counts no more, and the one before it does; undone by {@link restorePulse}. */
export const takePulseBack = command({
  name: "pulses.take-back",
  permission: "accounts.write",
  input: which,
  run: ({ tx, ctx, input }) => setTakenBack(tx, input, ctx.now.toString()),
});

export const restorePulse = command({
  name: "pulses.restore",
  permission: "accounts.write",
  input: which,
  run: ({ tx, input }) => setTakenBack(tx, input, null),
});

async function setTakenBack(tx: Tx, { id: accountId, pulseId }: z.output<typeof which>, at: string | null) {
  const before = await readPulse(tx, accountId, pulseId);
  if ((before.takenBackAt === null) === (at === null)) return { result: { id: pulseId } };
  await tx
    .updateTable("account_pulses")
    .set({ taken_back_at: at })
    .where("account_id", "=", accountId)
    .where("id", "=", pulseId)
    .execute();
  return {
    result: { id: pulseId },
    changes: [
      {
        object: "pulse",
        objectId: pulseId,
        accountId,
        field: "takenBackAt",
        old: before.takenBackAt,
        new: at,
      },
    ],
    events: [eventOf(at === null ? "pulse.restored" : "pulse.taken-back", accountId, pulseId)],
  };
}

function eventOf(name: string, accountId: string, objectId: string): DomainEvent {
  return { name, object: "pulse", objectId, accountId };
}

/** @throws Problem `not-found` */
export async function assertAccount(tx: Tx, accountId: string): Promise<void> {
  const { rows } = await sql`select from accounts where id = ${accountId} and archived_at is null`.execute(
    tx,
  );
  if (rows.length === 0) throw problem("not-found", "There is no such account.");
}
