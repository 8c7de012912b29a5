import { hashPassword } from "better-auth/crypto";
import type { Change, DomainEvent } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { newId } from "../kernel/ids.ts";

type Activated = { changes: Change[]; events: DomainEvent[] };
export type Person = { id: string; name: string; email: string; status: string };

/**
 * Lets a teammate sign in with a password: the sign-in, its credential, and the status active. A teammate who has a
 * sign-in is never given another, nor a new password, by this road.
 * @throws Problem `conflict` when there is a sign-in already
 */
export async function activateTeammate(
  tx: Tx,
  ctx: Context,
  person: Person,
  password: string,
): Promise<Activated> {
  const at = ctx.now.toString();
  const activated = await activateSignIn(tx, ctx, person);
  await tx
    .insertInto("credentials")
    .values({
      id: newId(ctx.now),
      sign_in_id: person.id,
      provider: "credential",
      subject: person.id,
      password_hash: await hashPassword(password),
      created_at: at,
      updated_at: at,
    })
    .execute();
  return activated;
}

/** The same without a password: for who signs in at the identity provider. */
export async function activateSignIn(tx: Tx, ctx: Context, person: Person): Promise<Activated> {
  const at = ctx.now.toString();
  const times = { created_at: at, updated_at: at };
  const email = person.email.toLowerCase();
  const inserted = await tx
    .insertInto("sign_ins")
    .values({ id: person.id, name: person.name, email, is_email_verified: true, ...times })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows !== 1n) {
    throw problem(
      "conflict",
      "There is a sign-in for this person already. Sign in, or ask for a new password.",
    );
  }
  await tx
    .updateTable("teammates")
    .set({ status: "active", updated_at: at })
    .where("id", "=", person.id)
    .execute();
  return {
    changes: [statusChange(person.id, person.status, "active")],
    events: [{ name: "teammate.activated", object: "teammate", objectId: person.id, accountId: null }],
  };
}

/** Replaces a password; the sessions that were opened with the old one end, except `keptSessionId`. */
export async function replacePassword(
  tx: Tx,
  ctx: Context,
  teammateId: string,
  password: string,
  keptSessionId?: string,
): Promise<void> {
  const updated = await tx
    .updateTable("credentials")
    .set({ password_hash: await hashPassword(password), updated_at: ctx.now.toString() })
    .where("sign_in_id", "=", teammateId)
    .where("provider", "=", "credential")
    .executeTakeFirst();
  if (updated.numUpdatedRows !== 1n) {
    throw problem("conflict", "This person signs in without a password, so there is none to replace.");
  }
  let ended = tx.deleteFrom("sessions").where("sign_in_id", "=", teammateId);
  if (keptSessionId !== undefined) ended = ended.where("id", "<>", keptSessionId);
  await ended.execute();
}

/** The change of a teammate's status, for the history. */
export function statusChange(id: string, old: string, now: string): Change {
  return { object: "teammate", objectId: id, accountId: null, field: "status", old, new: now };
}
