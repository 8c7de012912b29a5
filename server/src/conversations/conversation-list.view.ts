import { type Conversation, conversations } from "@perennial/contract";
import { sql } from "kysely";
import type { Db } from "../kernel/db.ts";
import { query } from "../kernel/query.ts";
import { parseKeyset, writeKeyset } from "./keyset.ts";

/** Characters of the newest message shown in a list. */
const EXCERPT = 300;

/** The inbox: conversations with their newest message, newest first. */
export const listConversations = query({
  name: "conversations.list",
  permission: "conversations.read",
  input: conversations.list.query,
  async run({ db, input }) {
    const after = parseKeyset(input.cursor);
    const rows = await db
      .selectFrom("conversations")
      .select(["id", "last_message_at"])
      .where("archived_at", "is", null)
      .$if(input.accountId !== undefined, (select) => select.where("account_id", "=", input.accountId ?? ""))
      .$if(input.organizationId !== undefined, (select) =>
        select.where("account_id", "in", (where) =>
          where
            .selectFrom("accounts")
            .select("accounts.id")
            .where("organization_id", "=", input.organizationId ?? ""),
        ),
      )
      .$if(input.contactId !== undefined, (select) =>
        select.where(sql<boolean>`exists (
          select from conversation_participants p
           where p.account_id = conversations.account_id and p.conversation_id = conversations.id
             and p.contact_id = ${input.contactId ?? null}::uuid)`),
      )
      .$if(input.ownerId !== undefined, (select) => select.where("owner_id", "=", input.ownerId ?? ""))
      .$if(input.status !== undefined, (select) => select.where("status", "=", input.status ?? ""))
      .$if(input.awaits !== undefined, (select) =>
        select.where("last_direction", "=", input.awaits === "us" ? "in" : "out"),
      )
      .$if(after !== null, (select) =>
        select.where(sql<boolean>`(last_message_at, id) < (${after?.at}::timestamptz, ${after?.id}::uuid)`),
      )
      .orderBy("last_message_at", "desc")
      .orderBy("id", "desc")
      .limit(input.limit + 1)
      .execute();
    const page = rows.slice(0, input.limit);
    const last = page.at(-1);
    return {
      items: await presentConversations(
        db,
        page.map((row) => row.id),
      ),
      nextCursor:
        rows.length > input.limit && last ? writeKeyset({ at: last.last_message_at, id: last.id }) : null,
    };
  },
});

type Row = Omit<Conversation, "participants">;

/** Conversations as lists show them, in the order of the ids; two statements whatever their number. */
export async function presentConversations(db: Db, ids: readonly string[]): Promise<Conversation[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<Row>`
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
  const people = await db
    .selectFrom("conversation_participants")
    .select(["conversation_id", "name", "address", "contact_id", "part"])
    .where("account_id", "in", [...new Set(rows.map((row) => row.accountId))])
    .where("conversation_id", "in", [...ids])
    .orderBy("part", "desc")
    .orderBy("address")
    .execute();
  const byConversation = Map.groupBy(people, (one) => one.conversation_id);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (!row) return [];
    const participants = (byConversation.get(id) ?? []).map((one) => ({
      name: one.name,
      address: one.address,
      contactId: one.contact_id,
      part: one.part as "to" | "cc",
    }));
    return [{ ...row, participants }];
  });
}
