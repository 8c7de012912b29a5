import { z } from "zod";
import { endpoint, idParams, instantText, momentText, page } from "./endpoint.ts";
import { senderSchema } from "./templates.ts";

export const messageStatuses = [
  "held",
  "queued",
  "sending",
  "sent",
  "failed",
  "in-doubt",
  "cancelled",
  "bounced",
  "received",
] as const;

const recipient = z.object({
  name: z.string(),
  address: z.string(),
  contactId: z.uuid().nullable(),
  part: z.enum(["to", "cc"]),
  failure: z.string().nullable().describe("Why it did not reach this recipient: a refusal or a bounce"),
});

export const attachmentSchema = z.object({
  id: z.uuid(),
  filename: z.string(),
  mimeType: z.string(),
  sizeBytes: z.number().int(),
  isInline: z.boolean(),
});

export const messageSchema = z.object({
  id: z.uuid(),
  conversationId: z.uuid(),
  accountId: z.uuid(),
  direction: z.enum(["out", "in"]),
  kind: z.enum(["message", "auto-reply", "bounce"]),
  status: z.enum(messageStatuses),
  reason: z.string().nullable().describe("Why it waits, failed or is in doubt"),
  from: z.object({ name: z.string(), address: z.string(), contactId: z.uuid().nullable() }),
  senderMatchesContact: z
    .boolean()
    .describe(
      "The sender's address is one of this conversation's or account's contacts. A From can be forged: it is no proof.",
    ),
  recipients: z.array(recipient),
  subject: z.string(),
  text: z.string(),
  html: z.string().nullable().describe("As it came; never put into a page unsanitised"),
  reply: z.string().describe("Without quoted text and signature"),
  unreadable: z.string().nullable(),
  attachments: z.array(attachmentSchema),
  at: instantText,
  settledAt: instantText.nullable(),
  answeredAt: instantText.nullable(),
});
export type Message = z.infer<typeof messageSchema>;

export const conversationSchema = z.object({
  id: z.uuid(),
  accountId: z.uuid(),
  accountName: z.string(),
  subject: z.string(),
  status: z.enum(["open", "closed"]),
  direction: z.enum(["outbound", "inbound"]),
  isAutomatic: z.boolean(),
  templateId: z.uuid().nullable(),
  ownerId: z.uuid().nullable(),
  renewalId: z.uuid().nullable(),
  sender: z
    .object({ name: z.string(), address: z.string(), teammateId: z.uuid().nullable() })
    .nullable()
    .describe("Who of ours it is with"),
  participants: z.array(
    z.object({
      name: z.string(),
      address: z.string(),
      contactId: z.uuid().nullable(),
      part: z.enum(["to", "cc"]),
    }),
  ),
  messageCount: z.number().int(),
  lastMessageAt: instantText,
  lastDirection: z.enum(["out", "in"]),
  lastReply: z.string().describe("The newest message, shortened"),
  lastStatus: z.enum(messageStatuses),
  answeredAt: instantText.nullable(),
  createdAt: instantText,
});
export type Conversation = z.infer<typeof conversationSchema>;

const inTemplate = z.object({ id: z.uuid().optional(), slug: z.string().max(100).optional() });
export const startConversationInput = z.object({
  accountId: z.uuid(),
  template: inTemplate.optional().describe("Its subject and text, unless given here"),
  subject: z.string().trim().min(1).max(500).optional(),
  body: z.string().trim().min(1).max(50_000).optional().describe("Plain text with Liquid variables"),
  sender: senderSchema.optional().describe("Default: the template's, else the author"),
  contactIds: z.array(z.uuid()).max(50).optional(),
  stakeholderRoles: z
    .array(z.string().max(40))
    .max(10)
    .optional()
    .describe(
      "Without contactIds: everybody who holds the first of these roles that has somebody with an address",
    ),
  ccContactIds: z.array(z.uuid()).max(50).optional(),
  renewalId: z.uuid().optional(),
  sendAt: instantText.optional(),
  isHeld: z.boolean().optional().describe("Waits for a person's release before sending"),
});

export const replyInput = z.object({
  template: inTemplate.optional(),
  body: z.string().trim().min(1).max(50_000).optional(),
  sender: senderSchema.optional().describe("Default: who sent the conversation's last message of ours"),
  sendAt: instantText.optional(),
  isHeld: z.boolean().optional(),
});

export const conversations = {
  list: endpoint({
    method: "GET",
    path: "/conversations",
    summary: "List conversations, newest message first: the inbox",
    query: z.object({
      limit: z.coerce.number().int().min(1).max(200).default(50),
      cursor: z.string().max(500).optional(),
      accountId: z.uuid().optional(),
      organizationId: z.uuid().optional().describe("Those of its accounts"),
      contactId: z.uuid().optional().describe("Those this contact takes part in"),
      ownerId: z.uuid().optional(),
      status: z.enum(["open", "closed"]).optional(),
      awaits: z.enum(["us", "them"]).optional().describe("us: the newest message came in; them: it went out"),
      asOf: momentText.optional().describe("As they stood then, with the messages until then"),
    }),
    response: page(conversationSchema),
    readsPast: true,
  }),
  get: endpoint({
    method: "GET",
    path: "/conversations/:id",
    summary: "Read one conversation with its messages, oldest first",
    params: idParams,
    query: z.object({ asOf: momentText.optional().describe("With the messages until then, as they stood") }),
    response: conversationSchema.extend({ messages: z.array(messageSchema) }),
    readsPast: true,
  }),
  start: endpoint({
    method: "POST",
    path: "/conversations",
    summary: "Start a conversation by mail",
    body: startConversationInput,
    response: conversationSchema.extend({ messages: z.array(messageSchema) }),
    status: 201,
  }),
  startMany: endpoint({
    method: "POST",
    path: "/conversations/bulk",
    summary: "Start the same conversation with many accounts, each with its own variables",
    description:
      "Every account gets a conversation of its own. One that cannot be written to is reported; the others go out.",
    body: startConversationInput
      .omit({ accountId: true, contactIds: true, ccContactIds: true, renewalId: true })
      .extend({ accountIds: z.array(z.uuid()).min(1).max(1000) }),
    response: z.object({
      started: z.number().int(),
      refused: z.number().int(),
      results: z.array(
        z.object({
          accountId: z.uuid(),
          conversationId: z.uuid().nullable(),
          problem: z.string().nullable(),
        }),
      ),
    }),
  }),
  reply: endpoint({
    method: "POST",
    path: "/conversations/:id/messages",
    summary: "Write on in a conversation, in its thread",
    params: idParams,
    body: replyInput,
    response: messageSchema,
    status: 201,
  }),
  update: endpoint({
    method: "PATCH",
    path: "/conversations/:id",
    summary: "Close or open a conversation, or give it to a teammate",
    params: idParams,
    body: z.object({ status: z.enum(["open", "closed"]).optional(), ownerId: z.uuid().nullish() }),
    response: conversationSchema,
  }),
  attachment: endpoint({
    method: "GET",
    path: "/conversations/:id/attachments/:attachmentId",
    summary: "Download one attachment",
    params: z.object({ id: z.uuid(), attachmentId: z.uuid() }),
    response: z.unknown(),
  }),
};

const unmatched = z.object({
  id: z.uuid(),
  from: z.object({ name: z.string(), address: z.string() }),
  subject: z.string(),
  reply: z.string(),
  kind: z.enum(["message", "auto-reply", "bounce"]),
  reason: z.string(),
  receivedAt: instantText,
});
export type UnmatchedMessage = z.infer<typeof unmatched>;

/** Mail that matched no thread and no contact. */
export const unmatchedMessages = {
  list: endpoint({
    method: "GET",
    path: "/unmatched-messages",
    summary: "List mail waiting for triage, newest first",
    query: z.object({
      limit: z.coerce.number().int().min(1).max(200).default(50),
      cursor: z.string().max(500).optional(),
    }),
    response: page(unmatched),
  }),
  assign: endpoint({
    method: "PUT",
    path: "/unmatched-messages/:id/account",
    summary: "Give a waiting message to an account, as a conversation",
    params: idParams,
    body: z.object({ accountId: z.uuid(), createsContact: z.boolean().default(true) }),
    response: z.object({ conversationId: z.uuid() }),
  }),
  dismiss: endpoint({
    method: "DELETE",
    path: "/unmatched-messages/:id",
    summary: "Dismiss a waiting message",
    params: idParams,
    response: z.object({ id: z.uuid() }),
  }),
};

export const outgoingStatuses = [
  "held",
  "queued",
  "sending",
  "sent",
  "failed",
  "in-doubt",
  "cancelled",
] as const;
const outgoing = z.object({
  id: z.uuid(),
  accountId: z.uuid().nullable(),
  conversationId: z.uuid().nullable().describe("The conversation it belongs to; null for mail of the system"),
  purpose: z.string(),
  messageId: z.string(),
  status: z.enum(outgoingStatuses),
  subject: z.string(),
  from: z.string(),
  to: z.array(z.string()),
  attempts: z.number().int(),
  reason: z.string().nullable(),
  notBefore: instantText,
  queuedAt: instantText,
  handedOverAt: instantText.nullable(),
});
export type OutgoingMessageView = z.infer<typeof outgoing>;

/** What is on its way out, held, in doubt or failed: never silent. */
export const outgoingMessages = {
  list: endpoint({
    method: "GET",
    path: "/outgoing-messages",
    summary: "List messages that are held, in doubt, queued or failed",
    query: z.object({
      status: z.enum(["held", "queued", "in-doubt", "failed"]).default("in-doubt"),
      limit: z.coerce.number().int().min(1).max(200).default(50),
      cursor: z.string().max(500).optional(),
    }),
    response: page(outgoing).extend({
      mailServer: z
        .enum(["configured", "not-configured"])
        .describe("not-configured: nothing leaves until SMTP_URL is set"),
      counts: z.record(z.string(), z.number().int()),
    }),
  }),
  decide: endpoint({
    method: "PUT",
    path: "/outgoing-messages/:id/decision",
    summary: "Decide about a message that waits for a person",
    description:
      "`resend` sends one that is in doubt or failed again, under the same Message-ID; `mark-sent` says that it arrived; `release` sends one that was held; `cancel` takes it back.",
    params: idParams,
    body: z.object({ decision: z.enum(["resend", "mark-sent", "release", "cancel"]) }),
    response: outgoing,
  }),
};

const settings = z.object({
  replyMailbox: z.email().nullable().describe("Answers come to this mailbox with +token before the @"),
  senderName: z.string().nullable(),
  senderAddress: z.email().nullable(),
  mailServer: z.enum(["configured", "not-configured"]),
  hasInboundAddress: z.boolean(),
});
export const mailSettings = {
  get: endpoint({
    method: "GET",
    path: "/mail-settings",
    summary: "Read how mail leaves and comes in",
    response: settings,
  }),
  update: endpoint({
    method: "PATCH",
    path: "/mail-settings",
    summary: "Change the reply mailbox and the fixed sender",
    body: z.object({
      replyMailbox: z.email().nullish(),
      senderName: z.string().trim().max(200).nullish(),
      senderAddress: z.email().nullish(),
    }),
    response: settings,
  }),
  createInboundAddress: endpoint({
    method: "POST",
    path: "/mail-settings/inbound-address",
    summary:
      "Make the secret address to which a mail server posts what comes in; the one before stops working",
    response: z.object({ url: z.string().describe("POST message/rfc822 here. Shown once.") }),
    status: 201,
  }),
};
