import type { Sender } from "@perennial/contract";
import { accountType } from "../accounts/index.ts";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { isId } from "../kernel/ids.ts";
import { catalogOf, readRecords } from "../objects/index.ts";
import type { MailSettings } from "./mail-settings.ts";

/** Who a message is sent as. */
export type ChosenSender = { name: string; address: string; teammateId: string | null };

/**
 * Works out whom a message is sent as. A key role nobody holds, or a teammate without an address, gives way to the
 * fixed sender of the mail settings.
 * @throws Problem `invalid-input` when there is no fixed sender either
 */
export async function chooseSender(
  app: App,
  tx: Tx,
  ctx: Context,
  accountId: string,
  sender: Sender,
  settings: MailSettings,
): Promise<ChosenSender> {
  const teammateId = await teammateOf(app, tx, ctx, accountId, sender);
  const found = teammateId ? await withAddress(tx, teammateId) : null;
  if (found) return found;
  if (settings.senderAddress) {
    const name = settings.senderName ?? (await app.company()).name;
    return { name, address: settings.senderAddress, teammateId: null };
  }
  throw problem(
    "invalid-input",
    `${reasonOf(sender)}, and no fixed sender is set. Assign somebody, or set a sender in the mail settings.`,
    { fields: [{ path: "sender", message: reasonOf(sender) }] },
  );
}

async function teammateOf(
  app: App,
  tx: Tx,
  ctx: Context,
  accountId: string,
  sender: Sender,
): Promise<string | null> {
  switch (sender.kind) {
    case "fixed":
      return null;
    case "teammate":
      return sender.id;
    case "author":
      return ctx.actor.kind === "teammate" && isId(ctx.actor.id) ? ctx.actor.id : null;
    case "key-role": {
      const [account] = await readRecords(tx, await catalogOf(app, tx), accountType, [accountId]);
      const holder = account?.values[`keyRole:${sender.role}`];
      return typeof holder === "string" ? holder : null;
    }
  }
}

async function withAddress(tx: Tx, id: string): Promise<ChosenSender | null> {
  const row = await tx
    .selectFrom("teammates")
    .select(["id", "name", "email"])
    .where("id", "=", id)
    .where("archived_at", "is", null)
    .executeTakeFirst();
  return row?.email ? { name: row.name, address: row.email.toLowerCase(), teammateId: row.id } : null;
}

function reasonOf(sender: Sender): string {
  switch (sender.kind) {
    case "key-role":
      return `Nobody with an e-mail address holds the key role “${sender.role}” of this account`;
    case "teammate":
      return "This teammate has no e-mail address or has been archived";
    case "author":
      return "You have no e-mail address as a teammate";
    case "fixed":
      return "The mail settings name no sender";
  }
}
