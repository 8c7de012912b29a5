import type { Session } from "@perennial/contract";
import { z } from "zod";
import { command } from "../kernel/command.ts";
import { problem } from "../kernel/errors.ts";
import { query } from "../kernel/query.ts";

/** The actor's own sessions that are still valid, newest first. */
export const listMySessions = query({
  name: "me.sessions",
  permission: "me.write",
  input: z.object({ currentId: z.uuid() }),
  async run({ db, ctx, app, input }): Promise<Session[]> {
    // Sessions end by the machine's clock, which the sign-in library reads, also when ours is shifted.
    const machineNow = ctx.now.subtract({ milliseconds: Math.round(app.clock.offsetMs) });
    const rows = await db
      .selectFrom("sessions")
      .select(["id", "ip_address", "user_agent", "created_at", "expires_at"])
      .where("sign_in_id", "=", ctx.actor.id)
      .where("expires_at", ">", machineNow.toString())
      .orderBy("created_at", "desc")
      .execute();
    return rows.map((row) => ({
      id: row.id,
      isCurrent: row.id === input.currentId,
      ipAddress: row.ip_address || null,
      userAgent: row.user_agent || null,
      createdAt: row.created_at,
      expiresAt: row.expires_at,
    }));
  },
});

/** Ends one of the actor's own sessions; others' are not found. */
export const revokeMySession = command({
  name: "teammates.revoke-session",
  permission: "me.write",
  input: z.object({ id: z.uuid() }),
  async run({ tx, ctx, input: { id } }) {
    const deleted = await tx
      .deleteFrom("sessions")
      .where("id", "=", id)
      .where("sign_in_id", "=", ctx.actor.id)
      .executeTakeFirst();
    if (deleted.numDeletedRows !== 1n) throw problem("not-found", "You have no session with this id.");
    return {
      result: undefined,
      events: [
        { name: "teammate.session-revoked", object: "teammate", objectId: ctx.actor.id, accountId: null },
      ],
    };
  },
});
