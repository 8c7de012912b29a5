import type { Message } from "@perennial/contract";
import { ChevronDown, ChevronRight, Paperclip } from "lucide-react";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Badge } from "../../ui/chip.tsx";
import { cx } from "../../ui/class-names.ts";
import { timeZone } from "../../ui/clock.ts";
import { formatInstant, formatNumber } from "../../ui/format.ts";
import { RelativeTime } from "../../ui/values.tsx";
import { FormattedMessage } from "./formatted-message.tsx";
import { foldedPart, messageStatusWords } from "./message-words.ts";
import { OutgoingDecisions } from "./outgoing-decisions.tsx";

/** One message of a thread: what was newly written, with quotes folded, and how it stands. */
export function MessageCard({ message }: { message: Message }) {
  const isOurs = message.direction === "out";
  const status = messageStatusWords[message.status];
  const failures = message.recipients.filter((recipient) => recipient.failure !== null);
  return (
    <article
      aria-label={`${isOurs ? "Sent" : "Received"}: ${message.from.name || message.from.address}`}
      className={cx("rounded-card border border-line bg-surface px-4 py-3", isOurs && "ml-6 max-sm:ml-0")}
    >
      <header className="mb-2 flex flex-wrap items-center gap-x-2 gap-y-1">
        <strong className="font-medium">{message.from.name || message.from.address}</strong>
        <Badge tone={status.tone}>{status.label}</Badge>
        {message.answeredAt && isOurs && <Badge tone="good">Answered</Badge>}
        {message.kind !== "message" && (
          <Badge>{message.kind === "bounce" ? "Delivery report" : "Automatic reply"}</Badge>
        )}
        {!isOurs && !message.senderMatchesContact && <Badge tone="warn">Not a contact's address</Badge>}
        <span className="grow" />
        <span className="text-s text-ink-3" title={formatInstant(message.at, timeZone())}>
          <RelativeTime at={message.at} />
        </span>
      </header>
      <p className="mb-2 text-s text-ink-3">
        to {message.recipients.map((one) => one.name || one.address).join(", ") || "nobody named"}
      </p>
      {message.reason && <p className="mb-2 text-s text-ink-2">{message.reason}</p>}
      {failures.map((recipient) => (
        <p key={recipient.address} className="mb-2 text-s text-bad">
          Did not reach {recipient.address}: {recipient.failure}
        </p>
      ))}
      <MessageBody message={message} />
      <Attachments message={message} />
      {isOurs && (
        <div className="mt-2.5 empty:hidden">
          <OutgoingDecisions message={message} />
        </div>
      )}
    </article>
  );
}

function MessageBody({ message }: { message: Message }) {
  const [isFolded, setFolded] = useState(true);
  const [isFormatted, setFormatted] = useState(false);
  const folded = foldedPart(message);
  if (message.unreadable)
    return <p className="text-ink-2">This message could not be read: {message.unreadable}</p>;
  return (
    <>
      {isFormatted && message.html ? (
        <FormattedMessage html={message.html} title={`Message from ${message.from.address}`} />
      ) : (
        <p className="max-w-[80ch] whitespace-pre-line break-words">{message.reply || message.text}</p>
      )}
      {!isFormatted && !isFolded && (
        <p className="mt-2 max-w-[80ch] border-l-2 border-line-strong pl-3 whitespace-pre-line break-words text-ink-2">
          {folded}
        </p>
      )}
      <div className="mt-1.5 flex flex-wrap gap-1 empty:hidden">
        {folded && !isFormatted && (
          <Button
            variant="quiet"
            aria-expanded={!isFolded}
            icon={isFolded ? ChevronRight : ChevronDown}
            onClick={() => setFolded(!isFolded)}
          >
            {isFolded ? "Show quoted text" : "Hide quoted text"}
          </Button>
        )}
        {message.html && message.direction === "in" && (
          <Button variant="quiet" aria-pressed={isFormatted} onClick={() => setFormatted(!isFormatted)}>
            {isFormatted ? "Show plain text" : "Show formatted"}
          </Button>
        )}
      </div>
    </>
  );
}

function Attachments({ message }: { message: Message }) {
  if (message.attachments.length === 0) return null;
  return (
    <ul aria-label="Attachments" className="mt-2 flex flex-wrap gap-2">
      {message.attachments.map((attachment) => (
        <li key={attachment.id}>
          <a
            href={`/api/v1/conversations/${message.conversationId}/attachments/${attachment.id}`}
            download={attachment.filename}
            className="inline-flex items-center gap-1.5 rounded-control border border-line px-2 py-1 text-s hover:bg-sunken"
          >
            <Paperclip size={12} aria-hidden />
            {attachment.filename}
            <span className="text-ink-3">
              {formatNumber(Math.max(1, Math.round(attachment.sizeBytes / 1024)))} KB
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}
