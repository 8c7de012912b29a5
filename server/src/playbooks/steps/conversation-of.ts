import { sql } from "kysely";
import type { Tx } from "../../kernel/db.ts";
import { problem } from "../../kernel/errors.ts";
import type { RunMemory } from "./step.ts";

/** The conversation an earlier step started. @throws Problem `conflict` when the run did not come by that step */
export function conversationOf(memory: RunMemory, stepId: string): string {
  const id = memory.conversations?.[stepId];
  if (id) return id;
  throw problem("conflict", `The step “${stepId}” has not started a conversation in this run.`);
}

/** Who of the customer's side has written in a conversation since our last message, machines left out. */
export async function answerSince(
  tx: Tx,
  accountId: string,
  conversationId: string,
): Promise<{ from: string } | null> {
  const { rows } = await sql<{ from: string }>`
    select coalesce(nullif(a.from_name, ''), a.from_address) as from from messages a
     where a.account_id = ${accountId} and a.conversation_id = ${conversationId}
       and a.direction = 'in' and a.kind = 'message'
       and not exists (select from messages o
                        where o.account_id = ${accountId} and o.conversation_id = ${conversationId}
                          and o.direction = 'out' and (o.at, o.id) > (a.at, a.id))
     order by a.at, a.id limit 1
  `.execute(tx);
  return rows[0] ?? null;
}
