import type { App } from "../app.ts";
import type { Db, Tx } from "../db.ts";
import { contributions } from "../slice.ts";
import type { MailAddress } from "./compose-message.ts";

declare module "../slice.ts" {
  interface SliceContributions {
    /** Who mail of the product itself comes from, where a company has said so. */
    systemSenders: readonly ((db: Db | Tx) => Promise<MailAddress | null>)[];
  }
}

/** The sender of mail to our own people: the fixed sender of the mail settings, else `perennial@` where it is served. */
export async function systemSender(app: App, db: Db | Tx): Promise<MailAddress> {
  for (const read of contributions(app, "systemSenders")) {
    const sender = await read(db);
    if (sender) return sender;
  }
  return { name: "Perennial", address: `perennial@${new URL(app.settings.publicUrl).hostname}` };
}
