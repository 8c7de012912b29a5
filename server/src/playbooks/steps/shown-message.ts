import type { Json } from "../../kernel/command.ts";
import type { Tx } from "../../kernel/db.ts";

/** A message of ours as the trace and the dry run show it: exactly what was written to the outbox. */
export async function shownMessage(
  tx: Tx,
  accountId: string,
  messageId: string,
): Promise<{ [key: string]: Json }> {
  const row = await tx
    .selectFrom("messages")
    .select(["id", "from_name", "from_address", "recipients", "subject", "text", "status"])
    .where("account_id", "=", accountId)
    .where("id", "=", messageId)
    .executeTakeFirstOrThrow();
  const recipients = row.recipients as { name: string; address: string; part: string }[];
  return {
    id: row.id,
    from: `${row.from_name} <${row.from_address}>`,
    to: recipients.map((one) => `${one.name} <${one.address}>`.trim()),
    subject: row.subject,
    text: row.text,
    status: row.status,
  };
}

/** “Ada, Bob and 2 more”. */
export function recipientNames(to: Json | undefined): string {
  const names = (Array.isArray(to) ? to : []).map((one) => String(one).replace(/ <.*/, ""));
  if (names.length <= 2) return names.join(" and ");
  return `${names.slice(0, 2).join(", ")} and ${names.length - 2} more`;
}
