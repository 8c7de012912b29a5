import { type Conversation, conversations } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import { accountType } from "../accounts/index.ts";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import type { Db } from "../kernel/db.ts";
import { query } from "../kernel/query.ts";
import { catalogOf, contextAsOf, isPast, tablesAsOf } from "../objects/index.ts";
import { conversationsAsOf } from "./conversations-then.sql.ts";
import { parseKeyset, writeKeyset } from "./keyset.ts";

/** Characters of the newest message shown in a list. */
const EXCERPT = 300;

/** The inbox: conversations with their newest message, newest first. */
export const listConversations = query({
  name: "conversations.list",
  permission: "conversations.read",
  input: conversations.list.query,
  async run({ app, db, ctx: asker, input }) {
    const ctx = contextAsOf(asker, input.asOf);
    const before = isPast(ctx) ? conversationsAsOf(ctx) : sql``;
    const after = parseKeyset(input.cursor);
    const where = [
      sql`c.archived_at is null`,
      ...(input.accountId === undefined ? [] : [sql`c.account_id = ${input.accountId}::uuid`]),
      ...(input.organizationId === undefined ? [] : [await ofOrganization(app, ctx, input.organizationId)]),
      ...(input.contactId === undefined
        ? []
        : [
            sql`exists (select from conversation_participants p
                         where p.account_id = c.account_id and p.conversation_id = c.id and p.contact_id = ${input.contactId}::uuid)`,
          ]),
      ...(input.ownerId === undefined ? [] : [sql`c.owner_id = ${input.ownerId}::uuid`]),
      ...(input.status === undefined ? [] : [sql`c.status = ${input.status}`]),
      ...(input.awaits === undefined
        ? []
        : [sql`c.last_direction = ${input.awaits === "us" ? "in" : "out"}`]),
      ...(after === null
        ? []
        : [sql`(c.last_message_at, c.id) < (${after.at}::timestamptz, ${after.id}::uuid)`]),
    ];
    const { rows } = await sql<{ id: string; last_message_at: string }>`
      ${before}
      select c.id, c.last_message_at from conversations c where ${sql.join(where, sql` and `)}
       order by c.last_message_at desc, c.id desc limit ${input.limit + 1}::integer
    `.execute(db);
    const page = rows.slice(0, input.limit);
    const last = page.at(-1);
    return {
      items: await presentConversations(
        db,
        page.map((row) => row.id),
        before,
      ),
      nextCursor:
        rows.length > input.limit && last ? writeKeyset({ at: last.last_message_at, id: last.id }) : null,
    };
  },
});

/** The accounts of an organization, or those that were. */
async function ofOrganization(app: App, ctx: Context, id: string): Promise<RawBuilder<unknown>> {
  const slugs = ["organizationId"];
  const { record } = await tablesAsOf(app, ctx, await catalogOf(app), accountType, { slugs });
  return sql`c.account_id in (select a.id from ${record} a where a.organization_id = ${id}::uuid)`;
}

type Row = Omit<Conversation, "participants">;

/**
 * Conversations as lists show them, in the order of the ids; two statements whatever their number.
 * @param before what the statements begin with, where they are to tell of an earlier day
 */
export async function presentConversations(
  db: Db,
  ids: readonly string[],
  before: RawBuilder<unknown> = sql``,
): Promise<Conversation[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<Row>`
    ${before}
    select c.id, c.account_id as "accountId", a.name as "accountName", c.subject, c.status, c.direction,
           c.is_automatic as "isAutomatic", c.template_id as "templateId", c.owner_id as "ownerId",
           c.renewal_id as "renewalId", c.sender, c.message_count as "messageCount",
           c.last_message_at as "lastMessageAt", c.last_direction as "lastDirection", c.answered_at as "answeredAt",
           c.created_at as "createdAt", left(m.reply, ${EXCERPT}::integer) as "lastReply", m.status as "lastStatus"
      from conversations c
      join accounts a on a.id = c.account_id
      join messages m on m.account_id = c.account_id and m.conversation_id = c.id
     where c.id = any(${[...ids]}::uuid[])
       and not exists (select from messages n
                        where n.account_id = m.account_id and n.conversation_id = m.conversation_id
                          and (n.at, n.id) > (m.at, m.id))
  `.execute(db);
  if (rows.length === 0) return [];
  const { rows: people } = await sql<Conversation["participants"][number] & { conversation_id: string }>`
    ${before}
    select conversation_id, name, address, contact_id as "contactId", part from conversation_participants
     where account_id = any(${rows.map((row) => row.accountId)}::uuid[]) and conversation_id = any(${[...ids]}::uuid[])
     order by part desc, address
  `.execute(db);
  const byConversation = Map.groupBy(people, (one) => one.conversation_id);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (!row) return [];
    const participants = (byConversation.get(id) ?? []).map(({ conversation_id: _, ...one }) => one);
    return [{ ...row, participants }];
  });
}
