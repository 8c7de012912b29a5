import { createHash, randomBytes } from "node:crypto";
import { mailSettings } from "@perennial/contract";
import { z } from "zod";
import type { App } from "../kernel/app.ts";
import { type Change, command } from "../kernel/command.ts";
import { readCompany } from "../kernel/company.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { noAccount } from "../kernel/ids.ts";
import type { MailAddress } from "../kernel/mail/compose-message.ts";
import { query } from "../kernel/query.ts";

export type MailSettings = {
  /** Answers come to this mailbox, with `+token` before the @. */
  replyMailbox: string | null;
  senderName: string | null;
  senderAddress: string | null;
  inboundTokenHash: string | null;
};

/** Reads the one row; the migration made it. */
export async function readMailSettings(db: Db | Tx): Promise<MailSettings> {
  const row = await db.selectFrom("mail_settings").selectAll().executeTakeFirstOrThrow();
  return {
    replyMailbox: row.reply_mailbox,
    senderName: row.sender_name,
    senderAddress: row.sender_address,
    inboundTokenHash: row.inbound_token_hash,
  };
}

/** The fixed sender, where one is set. */
export async function fixedSender(db: Db | Tx): Promise<MailAddress | null> {
  const { senderName, senderAddress } = await readMailSettings(db);
  if (!senderAddress) return null;
  return { name: senderName ?? (await readCompany(db)).name, address: senderAddress };
}

export const getMailSettings = query({
  name: "mail-settings.get",
  permission: "conversations.read",
  input: z.object({}),
  run: async ({ db, app }) => present(app, await readMailSettings(db)),
});

export const updateMailSettings = command({
  name: "mail-settings.update",
  permission: "company.write",
  input: mailSettings.update.body,
  async run({ tx, ctx, input, app }) {
    const before = await readMailSettings(tx);
    const after = {
      ...before,
      ...(input.replyMailbox === undefined
        ? {}
        : { replyMailbox: input.replyMailbox?.toLowerCase() ?? null }),
      ...(input.senderName === undefined ? {} : { senderName: input.senderName }),
      ...(input.senderAddress === undefined
        ? {}
        : { senderAddress: input.senderAddress?.toLowerCase() ?? null }),
    };
    await tx
      .updateTable("mail_settings")
      .set({
        reply_mailbox: after.replyMailbox,
        sender_name: after.senderName,
        sender_address: after.senderAddress,
        updated_at: ctx.now.toString(),
      })
      .execute();
    const changes = (["replyMailbox", "senderName", "senderAddress"] as const)
      .filter((field) => before[field] !== after[field])
      .map((field): Change => ({ ...settingsRef, field, old: before[field], new: after[field] }));
    return { result: present(app, after), changes };
  },
});

/** Makes a new secret for inbound mail. It is shown once; only its hash is kept, and the one before stops working. */
export const createInboundAddress = command({
  name: "mail-settings.create-inbound-address",
  permission: "company.write",
  input: z.object({}),
  async run({ tx, ctx, app }) {
    const token = randomBytes(32).toString("base64url");
    const hash = hashOfToken(token);
    const before = await readMailSettings(tx);
    await tx
      .updateTable("mail_settings")
      .set({ inbound_token_hash: hash, updated_at: ctx.now.toString() })
      .execute();
    const wasSet = before.inboundTokenHash !== null;
    return {
      result: { url: new URL(`/inbound/mail/${token}`, app.settings.publicUrl).href },
      changes: [{ ...settingsRef, field: "inboundAddress", old: wasSet ? "set" : null, new: "renewed" }],
    };
  },
});

export function hashOfToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

const settingsRef = { object: "mail-settings", objectId: noAccount, accountId: null };

function present(app: App, settings: MailSettings) {
  const { inboundTokenHash, ...shown } = settings;
  return {
    ...shown,
    mailServer: app.settings.smtpUrl ? ("configured" as const) : ("not-configured" as const),
    hasInboundAddress: inboundTokenHash !== null,
  };
}
