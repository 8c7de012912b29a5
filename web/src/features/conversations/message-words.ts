import type { Conversation, Message } from "@perennial/contract";
import type { Option } from "../../ui/option-list.tsx";
import type { Tone } from "../../ui/tone.ts";

type Words = { label: string; tone: Tone };

/** What each status of a message is called, and whether it is good news. */
export const messageStatusWords: Record<Message["status"], Words> = {
  held: { label: "Held for review", tone: "warn" },
  queued: { label: "Queued", tone: "accent" },
  sending: { label: "Sending", tone: "accent" },
  sent: { label: "Sent", tone: "neutral" },
  failed: { label: "Failed", tone: "bad" },
  "in-doubt": { label: "In doubt", tone: "bad" },
  cancelled: { label: "Taken back", tone: "neutral" },
  bounced: { label: "Bounced", tone: "bad" },
  received: { label: "Received", tone: "good" },
};

/** How a conversation stands: by its newest message, and who is to write next. */
export const conversationStandings = [
  { value: "needs-decision", label: "Needs a decision", tone: "bad" },
  { value: "held", label: "Held for review", tone: "warn" },
  { value: "on-its-way", label: "On its way", tone: "accent" },
  { value: "bounced", label: "Bounced", tone: "bad" },
  { value: "awaits-us", label: "Awaits us", tone: "warn" },
  { value: "answered", label: "Answered", tone: "good" },
  { value: "awaits-them", label: "Awaits them", tone: "neutral" },
  { value: "closed", label: "Closed", tone: "neutral" },
] as const satisfies readonly Option[];
type Standing = (typeof conversationStandings)[number]["value"];

const byMessage: Partial<Record<Message["status"], Standing>> = {
  "in-doubt": "needs-decision",
  failed: "needs-decision",
  held: "held",
  queued: "on-its-way",
  sending: "on-its-way",
  bounced: "bounced",
};

/** Where the conversation stands. What needs a person comes before who is to write next. */
export function standingOf(
  conversation: Pick<Conversation, "status" | "lastStatus" | "lastDirection" | "answeredAt">,
): Standing {
  const waiting = byMessage[conversation.lastStatus];
  if (waiting) return waiting;
  if (conversation.status === "closed") return "closed";
  if (conversation.lastDirection === "in") return "awaits-us";
  return conversation.answeredAt ? "answered" : "awaits-them";
}

/** The part of a message after what was newly written: quotes of earlier messages and the signature. */
export function foldedPart(message: Pick<Message, "text" | "reply">): string | null {
  const text = message.text.trim();
  const reply = message.reply.trim();
  if (reply === "" || text === reply) return null;
  return text.startsWith(reply) ? text.slice(reply.length).trim() || null : text;
}
