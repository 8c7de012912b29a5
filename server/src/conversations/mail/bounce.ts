import type { Email } from "postal-mime";
import type { Bounce, MailAttachment } from "./incoming-message.ts";

const ACTIONS = ["failed", "delayed", "delivered", "relayed", "expanded"] as const;
const POSTMASTER = /^(?:mailer-daemon|postmaster|mail-daemon)@/i;
const MOST_RECIPIENTS = 100;
const LONGEST_REPORT = 64 * 1024;

/**
 * Reads a delivery status notification (RFC 3464): one entry per recipient. Servers that send plain text instead are
 * recognised by sender and by the returned Message-ID in the text.
 */
export function readBounces(email: Email, attachments: MailAttachment[]): Bounce[] {
  const originalMessageId = returnedMessageId(email, attachments);
  const report = attachments.find((one) => one.mimeType === "message/delivery-status");
  if (report) return perRecipient(textOf(report), originalMessageId);
  const isFromPostmaster = POSTMASTER.test(email.from?.address ?? "");
  if (!isFromPostmaster || originalMessageId === null) return [];
  const status = /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(email.text ?? "")?.[1] ?? null;
  return [{ originalMessageId, recipient: null, action: "failed", status, diagnostic: null }];
}

function perRecipient(report: string, originalMessageId: string | null): Bounce[] {
  const blocks = report.replace(/\r\n/g, "\n").split(/\n{2,}/);
  const found = blocks.flatMap((block): Bounce[] => {
    const fields = fieldsOf(block);
    const action = ACTIONS.find((one) => one === fields.get("action")?.toLowerCase());
    if (!action) return [];
    const recipient = afterType(fields.get("final-recipient") ?? fields.get("original-recipient"));
    const status = /^\d\.\d{1,3}\.\d{1,3}/.exec(fields.get("status") ?? "")?.[0] ?? null;
    const diagnostic = afterType(fields.get("diagnostic-code"))?.slice(0, 1000) ?? null;
    return [{ originalMessageId, recipient: recipient?.toLowerCase() ?? null, action, status, diagnostic }];
  });
  return found.slice(0, MOST_RECIPIENTS);
}

function returnedMessageId(email: Email, attachments: MailAttachment[]): string | null {
  const returned = attachments.find((one) =>
    ["message/rfc822", "text/rfc822-headers"].includes(one.mimeType),
  );
  const source = returned ? textOf(returned) : (email.text ?? "").slice(0, LONGEST_REPORT);
  return /^message-id:\s*(<[^<>\s]{1,900}>)/im.exec(source)?.[1] ?? null;
}

function fieldsOf(block: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of block.replace(/\n[ \t]+/g, " ").split("\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) fields.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return fields;
}

/** `rfc822; ada@example.com` → `ada@example.com`. */
function afterType(field: string | undefined): string | null {
  return field === undefined ? null : field.slice(field.indexOf(";") + 1).trim();
}

function textOf(attachment: MailAttachment): string {
  return Buffer.from(attachment.content.subarray(0, LONGEST_REPORT)).toString("utf8");
}
