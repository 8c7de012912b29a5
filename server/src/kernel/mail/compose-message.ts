import MailComposer from "nodemailer/lib/mail-composer";

export type MailAddress = { name: string; address: string };

export type OutgoingMessage = {
  /** With angle brackets; written before the first attempt and the same in every attempt. */
  messageId: string;
  from: MailAddress;
  to: MailAddress[];
  cc: MailAddress[];
  /** The conversation's own address; null lets answers go to `from`. */
  replyTo: string | null;
  subject: string;
  text: string;
  html: string | null;
  /** Message ids of the thread, oldest first; the last one is what this message answers. */
  references: string[];
  writtenAt: Temporal.Instant;
  /** Adds List-Unsubscribe with one-click POST (RFC 8058). */
  unsubscribeUrl: string | null;
  /** Marks the message as sent by a machine (RFC 3834), so that responders keep still. */
  isAutomatic: boolean;
  /** An invitation (RFC 5545) that calendars offer to accept. */
  calendar?: string;
};

/** The bytes to hand over: RFC 5322, CRLF, plain text and HTML as alternatives. The same message gives the same headers. */
export async function composeMessage(message: OutgoingMessage): Promise<Buffer> {
  const composer = new MailComposer({
    from: message.from,
    to: message.to,
    cc: message.cc,
    ...(message.replyTo ? { replyTo: message.replyTo } : {}),
    subject: message.subject,
    text: message.text,
    ...(message.html ? { html: message.html } : {}),
    ...(message.calendar
      ? { icalEvent: { method: "REQUEST", filename: "invite.ics", content: message.calendar } }
      : {}),
    messageId: message.messageId,
    date: mailDate(message.writtenAt),
    ...(message.references.length > 0
      ? { inReplyTo: message.references.at(-1) ?? "", references: message.references }
      : {}),
    headers: {
      ...(message.isAutomatic ? { "Auto-Submitted": "auto-generated" } : {}),
      ...(message.unsubscribeUrl
        ? {
            "List-Unsubscribe": `<${message.unsubscribeUrl}>`,
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
          }
        : {}),
    },
    newline: "windows",
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

const days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** An instant as a Date header has it (RFC 5322 §3.3), in UTC: `Mon, 23 Nov 2026 08:00:00 +0000`. */
export function mailDate(instant: Temporal.Instant): string {
  const at = instant.toZonedDateTimeISO("UTC");
  const time = at.toPlainTime().toString({ smallestUnit: "second" });
  return `${days[at.dayOfWeek - 1]}, ${at.day} ${months[at.month - 1]} ${at.year} ${time} +0000`;
}

/** "Re: " once, whatever prefixes the subject already has. */
export function replySubject(subject: string): string {
  return `Re: ${subject.replace(/^(?:(?:re|aw|sv|antw|fwd?|wg):\s*)+/i, "")}`;
}
