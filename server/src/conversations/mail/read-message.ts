import { createHash } from "node:crypto";
import PostalMime, { type Address, type Attachment, addressParser, type Email } from "postal-mime";
import type { MailAddress } from "../../kernel/mail/compose-message.ts";
import { readBounces } from "./bounce.ts";
import { classify } from "./classify.ts";
import { foldReply } from "./fold-reply.ts";
import type { IncomingMessage, MailAttachment, ReadOptions } from "./incoming-message.ts";
import { textOfHtml } from "./text-of-html.ts";

/** Characters of body text and HTML kept; beyond this nobody reads and the database only suffers. */
const LONGEST_BODY = 500_000;
const LONGEST_SUBJECT = 500;
const MOST_ATTACHMENTS = 100;
const MOST_ADDRESSES = 200;
const LONGEST_NAME = 200;
const MESSAGE_ID = /<[^<>\s]{1,900}>/g;

/**
 * Reads raw RFC 5322 bytes. Never trust what it returns; run it in a worker thread (`createMessageReader`), because a
 * hostile message can make any parser spin.
 * @throws Error when the structure is refused (nesting, header size).
 */
export async function readMessage(raw: Uint8Array, options: ReadOptions): Promise<IncomingMessage> {
  const email = await PostalMime.parse(raw, {
    forceRfc822Attachments: true,
    maxNestingDepth: 40,
    maxHeadersSize: 512 * 1024,
  });
  return messageOf(email, raw, options);
}

/** The second try for a message whose body defeats the parser: its headers, and the bytes as an attachment. */
export async function readHeadersOnly(raw: Uint8Array, reason: string): Promise<IncomingMessage> {
  const start = Buffer.from(raw.subarray(0, 64 * 1024)).toString("latin1");
  const end = start.search(/\r?\n\r?\n/);
  // Without the content headers nothing is left that nests.
  const headers = (end < 0 ? start : start.slice(0, end)).replace(
    /^content-[^\n]*(?:\r?\n[ \t][^\n]*)*\r?\n?/gim,
    "",
  );
  const email = await PostalMime.parse(`${headers}\r\n\r\n`);
  const message = messageOf(email, raw, { foldsQuotes: false });
  const bytes = { filename: "message.eml", mimeType: "message/rfc822", contentId: null, isInline: false };
  return { ...message, unreadable: reason, attachments: [{ ...bytes, content: raw }] };
}

function messageOf(email: Email, raw: Uint8Array, options: ReadOptions): IncomingMessage {
  const html = email.html === undefined ? null : clean(email.html).slice(0, LONGEST_BODY);
  const text = clean(email.text ?? (html === null ? "" : textOfHtml(html)))
    .slice(0, LONGEST_BODY)
    .trimEnd();
  const attachments = email.attachments.map(attachmentOf);
  const bounces = readBounces(email, attachments);
  const message = {
    messageId: idsIn(email.messageId)[0] ?? idFromBytes(raw),
    answers: [...new Set([...idsIn(email.inReplyTo), ...idsIn(email.references).reverse()])].slice(0, 50),
    from: mailboxes(email.from ? [email.from] : [])[0] ?? null,
    to: mailboxes(email.to ?? []),
    cc: mailboxes(email.cc ?? []),
    deliveredTo: deliveredTo(email),
    subject: clean(email.subject ?? "")
      .replace(/\s+/g, " ")
      .trim()
      .slice(0, LONGEST_SUBJECT),
    sentAt: instantOf(email.date),
    text,
    html,
    reply: options.foldsQuotes ? foldReply(text) : text,
    attachments: attachments.slice(0, MOST_ATTACHMENTS),
    bounces,
    unreadable: null,
  };
  return { ...message, kind: classify(email, bounces) };
}

function deliveredTo(email: Email): string[] {
  const envelope = email.headers
    .filter((header) => ["delivered-to", "x-original-to", "envelope-to"].includes(header.key))
    .flatMap((header) => mailboxes(addressParser(header.value)));
  const all = [...envelope, ...mailboxes(email.to ?? []), ...mailboxes(email.cc ?? [])];
  return [...new Set(all.map((mailbox) => mailbox.address))];
}

function mailboxes(addresses: Address[]): MailAddress[] {
  const flat = addresses.flatMap((one) => one.group ?? [one]).slice(0, MOST_ADDRESSES);
  return flat
    .map((one) => ({
      name: clean(one.name ?? "")
        .trim()
        .slice(0, LONGEST_NAME),
      address: clean(one.address ?? "")
        .trim()
        .toLowerCase(),
    }))
    .filter((one) => one.address.includes("@") && one.address.length <= 320);
}

function attachmentOf(attachment: Attachment): MailAttachment {
  const { content } = attachment;
  return {
    filename: clean(attachment.filename ?? "attachment")
      .replace(/[\\/]/g, "_")
      .slice(0, 200),
    mimeType: clean(attachment.mimeType).slice(0, 200),
    contentId: attachment.contentId ? clean(attachment.contentId).slice(0, 900) : null,
    isInline: attachment.disposition === "inline" || attachment.related === true,
    content: typeof content === "string" ? new TextEncoder().encode(content) : new Uint8Array(content),
  };
}

/** Message ids in a header, in order, angle brackets kept. */
export function idsIn(header: string | undefined): string[] {
  return clean(header ?? "").match(MESSAGE_ID) ?? [];
}

function idFromBytes(raw: Uint8Array): string {
  return `<${createHash("sha256").update(raw).digest("hex")}@no-message-id.invalid>`;
}

function instantOf(date: string | undefined): string | null {
  try {
    return date ? Temporal.Instant.from(date).toString() : null;
  } catch {
    return null;
  }
}

/** PostgreSQL takes neither NUL nor half a surrogate pair. */
function clean(text: string): string {
  return text.replaceAll("\0", "").toWellFormed();
}
