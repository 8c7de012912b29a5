import { listNotifications as listEndpoint, type Notification } from "@perennial/contract";
import { sql } from "kysely";
import { z } from "zod";
import { command } from "../kernel/command.ts";
import { isId } from "../kernel/ids.ts";
import { query } from "../kernel/query.ts";
import { ownId } from "./own-id.ts";

/** The actor's own notifications, newest first, and how many wait unread. */
export const listMyNotifications = query({
  name: "notifications.list",
  permission: "me.write",
  input: listEndpoint.query,
  async run({ db, ctx, input }) {
    const teammateId = ownId(ctx);
    if (!isId(teammateId)) return { items: [], nextCursor: null, unreadCount: 0 };
    const { rows } = await sql<Notification>`
      select id, kind, title, body, href, actor_name as "actorName", at, read_at as "readAt" from notifications
       where teammate_id = ${teammateId} and is_in_inbox
         and (${input.unread} = 'false' or read_at is null)
         and (${input.cursor ?? null}::uuid is null or id < ${input.cursor ?? null}::uuid)
       order by id desc limit ${input.limit + 1}
    `.execute(db);
    const { rows: counted } = await sql<{ count: number }>`
      select count(*)::integer as count from notifications
       where teammate_id = ${teammateId} and is_in_inbox and read_at is null
    `.execute(db);
    const items = rows.slice(0, input.limit);
    const nextCursor = rows.length > input.limit ? (items.at(-1)?.id ?? null) : null;
    return { items, nextCursor, unreadCount: counted[0]?.count ?? 0 };
  },
});

/** Marks one of the actor's own notifications as read, or all of them; others' are not touched. */
export const markRead = command({
  name: "notifications.mark-read",
  permission: "me.write",
  input: z.object({ id: z.uuid().optional() }),
  async run({ tx, ctx, input: { id } }) {
    const teammateId = ownId(ctx);
    if (!isId(teammateId)) return { result: undefined };
    const { rows } = await sql<{ id: string }>`
      update notifications set read_at = ${ctx.now.toString()}::timestamptz
       where teammate_id = ${teammateId} and read_at is null and (${id ?? null}::uuid is null or id = ${id ?? null}::uuid)
      returning id
    `.execute(tx);
    if (rows.length === 0) return { result: undefined };
    const event = {
      name: "notification.read",
      object: "notification",
      objectId: id ?? null,
      accountId: null,
    };
    return { result: undefined, events: [event] };
  },
});
