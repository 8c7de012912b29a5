import type { MailAddress } from "../../kernel/mail/compose-message.ts";

/** A message as it came in, read from raw RFC 5322 bytes; nothing in it is to be trusted, least of all `from`. */
export type IncomingMessage = {
  /** With angle brackets. Made from the bytes' hash when the message has none, so that a second delivery is recognised. */
  messageId: string;
  /** Message ids it answers, nearest first: In-Reply-To, then References from the last to the first. */
  answers: string[];
  from: MailAddress | null;
  to: MailAddress[];
  cc: MailAddress[];
  /** Every address it was delivered for: To, Cc, Delivered-To, X-Original-To, Envelope-To. Lower case. */
  deliveredTo: string[];
  subject: string;
  /** RFC 3339; null when absent or not a date. */
  sentAt: string | null;
  /** The whole plain text (made from HTML when there is only HTML). */
  text: string;
  html: string | null;
  /** What the person wrote, without quoted text and signature. */
  reply: string;
  attachments: MailAttachment[];
  kind: "message" | "auto-reply" | "bounce";
  bounces: Bounce[];
  /** Set when the body could not be read: the bytes are attached as `message.eml`. */
  unreadable: string | null;
};

export type MailAttachment = {
  filename: string;
  mimeType: string;
  contentId: string | null;
  isInline: boolean;
  content: Uint8Array;
};

/** One recipient's fate from a delivery status notification (RFC 3464). */
export type Bounce = {
  /** The Message-ID of ours that it speaks of; null when the notification does not say. */
  originalMessageId: string | null;
  recipient: string | null;
  action: "failed" | "delayed" | "delivered" | "relayed" | "expanded";
  /** Enhanced status code such as `5.1.1`. */
  status: string | null;
  /** What the other server said. */
  diagnostic: string | null;
};

export type ReadOptions = { foldsQuotes: boolean };
