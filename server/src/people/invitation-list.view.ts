import type { Invitation } from "@perennial/contract";
import { z } from "zod";
import type { Db } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { query } from "../kernel/query.ts";
import { administerTeammates } from "./check-authority.ts";
import type { Role } from "./roles.ts";

/** Invitations that wait to be accepted, newest first, with those that have expired. */
export const listInvitations = query({
  name: "invitations.list",
  permission: administerTeammates,
  input: z.object({}),
  run: ({ db, ctx }) => readInvitations(db, ctx.now),
});

/** @throws Problem `not-found` */
export async function readInvitation(db: Db, now: Temporal.Instant, id: string): Promise<Invitation> {
  const [invitation] = await readInvitations(db, now, id);
  if (!invitation) throw problem("not-found", `There is no open invitation with the id ${id}.`);
  return invitation;
}

async function readInvitations(db: Db, now: Temporal.Instant, id?: string): Promise<Invitation[]> {
  let select = db
    .selectFrom("sign_in_links as l")
    .innerJoin("teammates as t", "t.id", "l.teammate_id")
    .select(["l.id", "l.teammate_id", "t.name", "t.email", "t.role"])
    .select(["l.created_at", "l.created_by_name", "l.expires_at"])
    .where("l.purpose", "=", "invitation")
    .where("l.used_at", "is", null)
    .where("l.revoked_at", "is", null)
    .where("t.status", "=", "invited")
    .where("t.archived_at", "is", null)
    .orderBy("l.id", "desc");
  if (id !== undefined) select = select.where("l.id", "=", id);
  return (await select.execute()).map((row) => ({
    id: row.id,
    teammateId: row.teammate_id,
    name: row.name,
    email: row.email ?? "",
    role: row.role as Role,
    createdAt: row.created_at,
    createdByName: row.created_by_name,
    expiresAt: row.expires_at,
    isExpired: Temporal.Instant.compare(row.expires_at, now) <= 0,
  }));
}
