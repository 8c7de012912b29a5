import { sql } from "kysely";
import type { Context } from "../kernel/context.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { newId } from "../kernel/ids.ts";
import { hashToken } from "./secret-tokens.ts";

export type LinkPurpose = "invitation" | "password-reset";

const validHours: Record<LinkPurpose, number> = { invitation: 7 * 24, "password-reset": 1 };

/** Stores a link of which only the hash is known here; links of the same purpose made before stop working. */
export async function storeLink(
  tx: Tx,
  ctx: Context,
  link: { purpose: LinkPurpose; teammateId: string; tokenHash: string },
): Promise<{ id: string; expiresAt: string }> {
  await revokeLinks(tx, ctx.now, [link.teammateId], [link.purpose]);
  const id = newId(ctx.now);
  const expiresAt = ctx.now.add({ hours: validHours[link.purpose] }).toString();
  await tx
    .insertInto("sign_in_links")
    .values({
      id,
      purpose: link.purpose,
      teammate_id: link.teammateId,
      token_hash: link.tokenHash,
      created_at: ctx.now.toString(),
      created_by_name: ctx.actor.name,
      expires_at: expiresAt,
    })
    .execute();
  return { id, expiresAt };
}

/** Makes the open links of teammates worthless. */
export async function revokeLinks(
  tx: Tx,
  now: Temporal.Instant,
  teammateIds: readonly string[],
  purposes: readonly LinkPurpose[] = ["invitation", "password-reset"],
): Promise<void> {
  await tx
    .updateTable("sign_in_links")
    .set({ revoked_at: now.toString() })
    .where("teammate_id", "in", teammateIds)
    .where("purpose", "in", purposes)
    .where("used_at", "is", null)
    .where("revoked_at", "is", null)
    .execute();
}

/** Whether an invitation of a teammate can still be accepted or renewed. It has none after its e-mail was corrected. */
export async function hasOpenLink(tx: Tx, teammateId: string): Promise<boolean> {
  const row = await tx
    .selectFrom("sign_in_links")
    .select("id")
    .where("teammate_id", "=", teammateId)
    .where("purpose", "=", "invitation")
    .where("used_at", "is", null)
    .where("revoked_at", "is", null)
    .executeTakeFirst();
  return row !== undefined;
}

export type LinkHolder = { linkId: string; id: string; name: string; email: string; status: string };

/**
 * The person a link was made for. Inside a transaction the link is locked, so that it is used once.
 * @throws Problem `not-found` for a link that is unknown, used, revoked or expired, or whose person it fits no more
 */
export async function holderOfLink(
  db: Db | Tx,
  now: Temporal.Instant,
  purpose: LinkPurpose,
  token: string,
): Promise<LinkHolder> {
  const status = purpose === "invitation" ? "invited" : "active";
  const lock = db.isTransaction ? sql`for update of l, t` : sql``;
  const { rows } = await sql<LinkHolder>`
    select l.id as "linkId", t.id, t.name, t.email, t.status
      from sign_in_links l join teammates t on t.id = l.teammate_id
     where l.token_hash = ${hashToken(token)} and l.purpose = ${purpose} and l.used_at is null
       and l.revoked_at is null and l.expires_at > ${now.toString()}::timestamptz
       and t.status = ${status} and t.archived_at is null and t.email is not null
     ${lock}
  `.execute(db);
  const holder = rows[0];
  if (holder) return holder;
  throw problem(
    "not-found",
    "This link does not work any more: it was used, revoked or is too old. Ask an administrator for a new one.",
  );
}

/** Marks a link as used. */
export async function useUpLink(tx: Tx, now: Temporal.Instant, linkId: string): Promise<void> {
  await tx.updateTable("sign_in_links").set({ used_at: now.toString() }).where("id", "=", linkId).execute();
}
