import { startConversationInput } from "@perennial/contract";
import type { z } from "zod";
import { command } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import { problem } from "../kernel/errors.ts";
import { newId } from "../kernel/ids.ts";
import { findTemplate, renderOrRefuse } from "../templates/index.ts";
import { chooseRecipients } from "./choose-recipients.ts";
import { chooseSender } from "./choose-sender.ts";
import { insertConversation, insertParticipants } from "./conversation.sql.ts";
import { readMailSettings } from "./mail-settings.ts";
import { writeOutgoing } from "./write-outgoing.ts";

type Input = z.output<typeof startConversationInput>;

/**
 * Starts a conversation by mail, from a template or a text given here. The message is queued in the same transaction;
 * playbooks call this with `executeIn`, so that it is sent exactly when their step commits.
 * @throws Problem `invalid-input` when nobody can be written to, no sender is found, or a variable has no value
 */
export const startConversation = command({
  name: "conversations.start",
  permission: "conversations.write",
  input: startConversationInput,
  async run({ app, tx, ctx, input }) {
    const { accountId, renewalId } = input;
    const isAutomatic = isAutomaticActor(ctx);
    const template = input.template ? await findTemplate(tx, "conversation", input.template) : null;
    const sources = textsOf(input, template?.content);
    const settings = await readMailSettings(tx);
    const wantedSender = input.sender ?? template?.content.sender ?? { kind: "author" as const };
    const sender = await chooseSender(app, tx, ctx, accountId, wantedSender, settings);
    const stakeholderRoles = input.stakeholderRoles ?? template?.content.stakeholderRoles;
    const recipients = await chooseRecipients(tx, ctx, { ...input, stakeholderRoles }, isAutomatic);
    const contactId = recipients[0]?.contactId ?? undefined;
    const texts = await renderOrRefuse(app, tx, ctx, sources, { accountId, renewalId, contactId, sender });
    const subject = (texts.subject ?? "").replace(/\s+/g, " ").trim();

    const conversation = {
      accountId,
      id: newId(ctx.now),
      subject,
      isAutomatic,
      sender,
      renewalId: renewalId ?? null,
    };
    const used = template ? { id: template.id, version: template.version } : null;
    const replyToken = await insertConversation(tx, ctx, {
      ...conversation,
      template: used,
      direction: "outbound",
    });
    await insertParticipants(tx, accountId, conversation.id, recipients);
    const message = await writeOutgoing(app, tx, ctx, {
      accountId,
      conversationId: conversation.id,
      replyToken,
      settings,
      sender,
      recipients,
      subject,
      text: (texts.body ?? "").trim(),
      references: [],
      template: used,
      isAutomatic,
      isHeld: input.isHeld ?? false,
      sendAt: input.sendAt ? Temporal.Instant.from(input.sendAt) : null,
    });
    const payload = {
      subject,
      templateSlug: template?.slug ?? null,
      messageId: message.id,
      renewalId: renewalId ?? null,
    };
    const started = {
      name: "conversation.started",
      object: "conversation",
      objectId: conversation.id,
      accountId,
      payload,
    };
    return {
      result: { id: conversation.id, messageId: message.id },
      changes: [
        {
          object: "conversation",
          objectId: conversation.id,
          accountId,
          field: "status",
          old: null,
          new: "open",
        },
      ],
      events: [started, message.event],
    };
  },
});

/** Messages that no person wrote: they carry the unsubscribe link and respect who used it. */
export function isAutomaticActor(ctx: Context): boolean {
  return ctx.actor.kind === "playbook" || ctx.actor.kind === "system";
}

function textsOf(
  input: Input,
  template?: { subject: string; body: string },
): { subject: string; body: string } {
  const subject = input.subject ?? template?.subject;
  const body = input.body ?? template?.body;
  if (subject !== undefined && body !== undefined) return { subject, body };
  const path = subject === undefined ? "subject" : "body";
  throw problem("invalid-input", "Give a template, or a subject and a body.", {
    fields: [{ path, message: "is required" }],
  });
}
