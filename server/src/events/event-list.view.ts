import { type Event, listEvents } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import { problem } from "../kernel/errors.ts";
import { query } from "../kernel/query.ts";

type Position = { at: string; accountId: string; id: string };

/** Events newest first, by keyset. */
export const eventList = query({
  name: "events.list",
  permission: "events.read",
  input: listEvents.query,
  async run({ db, input }): Promise<{ items: Event[]; nextCursor: string | null }> {
    const after = input.cursor === undefined ? undefined : parseCursor(input.cursor);
    const where: RawBuilder<unknown>[] = [sql`true`];
    if (input.accountId) where.push(sql`e.account_id = ${input.accountId}::uuid`);
    if (input.contactId) {
      where.push(sql`e.contact_id = ${input.contactId}::uuid
        and e.account_id in (select account_id from contact_days where contact_id = ${input.contactId}::uuid)`);
    }
    if (input.name !== undefined) {
      where.push(sql`e.event_id = (select id from event_names where name = ${input.name})`);
    }
    if (input.from) where.push(sql`e.at >= ${input.from}::timestamptz`);
    if (input.to) where.push(sql`e.at < ${input.to}::timestamptz`);
    if (after) {
      where.push(
        sql`(e.at, e.account_id, e.id) < (${after.at}::timestamptz, ${after.accountId}::uuid, ${after.id}::uuid)`,
      );
    }
    const { rows } = await sql<Event>`
      select p.id, p.account_id as "accountId", p.contact_id as "contactId", n.name, p.at, p.count,
             coalesce(p.properties, '{}'::jsonb) as properties, p.message_id as "messageId",
             p.received_at as "receivedAt"
        from (select * from events e where ${sql.join(where, sql` and `)}
               order by e.at desc, e.account_id desc, e.id desc limit ${input.limit + 1}) p
        join event_names n on n.id = p.event_id
       order by p.at desc, p.account_id desc, p.id desc
    `.execute(db);
    const items = rows.slice(0, input.limit);
    const last = items.at(-1);
    const nextCursor =
      rows.length > input.limit && last
        ? Buffer.from(JSON.stringify([last.at, last.accountId, last.id])).toString("base64url")
        : null;
    return { items, nextCursor };
  },
});

function parseCursor(cursor: string): Position {
  try {
    const [at, accountId, id] = JSON.parse(Buffer.from(cursor, "base64url").toString()) as string[];
    if (!at || !accountId || !id) throw new TypeError();
    return { at: Temporal.Instant.from(at).toString(), accountId, id };
  } catch {
    throw problem("invalid-input", "This cursor belongs to another list. Start again without it.", {
      fields: [{ path: "cursor", message: "not a cursor of this list" }],
    });
  }
}
