import type { App } from "../app.ts";
import type { Db, Tx } from "../db.ts";
import type { MailAddress } from "./compose-message.ts";

/**
 * Whom the company's own mail (invitations, links) comes from: the fixed sender of the mail settings, else a
 * `no-reply` at the host by which browsers reach us.
 */
export async function companySender(app: App, db: Db | Tx): Promise<MailAddress> {
  const row = await db
    .selectFrom("mail_settings")
    .select(["sender_name", "sender_address"])
    .executeTakeFirst();
  const name = row?.sender_name ?? (await app.company()).name;
  const address = row?.sender_address ?? `no-reply@${new URL(app.settings.publicUrl).hostname}`;
  return { name: name || "Perennial", address };
}
