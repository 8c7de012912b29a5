import { isFarAhead, isTooEarly } from "../plausible-instant.ts";
import { type Call, type CallType, callTypes } from "./call.ts";
import { correctedInstant, instantText, readInstant } from "./call-instant.ts";

export type ParsedCall = { call: Call } | { problem: string };
type Body = Record<string, unknown>;

/**
 * Checks one call and brings it into our form. Field by field what the Segment specification and the libraries that
 * speak it send: numbers as ids, `originalTimestamp`, the account in `groupId`, `context.groupId` or `context.group.id`.
 * @param type of the address it was sent to; calls of a batch say it themselves
 * @param sentAt of the batch, where the call has none of its own
 */
export function parseCall(
  body: unknown,
  more: {
    type?: CallType;
    sentAt?: unknown;
    receivedAt: Temporal.Instant;
    receivedText: string;
    fallbackId: () => string;
  },
): ParsedCall {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    return { problem: "a call is a JSON object" };
  }
  const given = body as Body;
  const type = more.type ?? given.type;
  if (!callTypes.includes(type as CallType)) {
    return { problem: `type: ${quoted(type)} is not one of ${callTypes.join(", ")}` };
  }
  const messageId = textOf(given.messageId) ?? more.fallbackId();
  if (messageId.length > 255) return { problem: "messageId: longer than 255 characters" };
  const context = objectOf(given.context) ?? {};
  const call: Call = {
    type: type as CallType,
    messageId,
    ...idOf("userId", given.userId),
    ...idOf("anonymousId", given.anonymousId),
    ...idOf("groupId", given.groupId ?? context.groupId ?? objectOf(context.group)?.id),
    ...idOf("previousId", given.previousId),
    at: "",
    receivedAt: more.receivedText,
  };
  const problem = problemOfIds(call) ?? addContent(call, given, context);
  return problem === undefined ? withInstant(call, given, more) : { problem };
}

type Ids = Partial<Pick<Call, "userId" | "anonymousId" | "groupId" | "previousId">>;

function idOf(key: keyof Ids, value: unknown): Ids {
  const text = textOf(value);
  return text === undefined ? {} : { [key]: text };
}

function problemOfIds(call: Call): string | undefined {
  for (const key of ["userId", "anonymousId", "groupId", "previousId"] as const) {
    if ((call[key]?.length ?? 0) > 255) return `${key}: longer than 255 characters`;
  }
  if (call.type === "group" && !call.groupId) return "groupId: a group call needs the account's id";
  if (call.type === "alias" && !(call.userId && call.previousId)) {
    return "previousId: an alias call needs userId and previousId";
  }
  if (!call.userId && !call.anonymousId && !call.groupId) {
    return "userId: a call needs userId, anonymousId or groupId";
  }
  return undefined;
}

/** What a page or screen view is called among the events; which one it was stands in its properties. */
const viewNames = { page: "Page Viewed", screen: "Screen Viewed" } as const;

function addContent(call: Call, given: Body, context: Body): string | undefined {
  if (call.type === "identify" || call.type === "group") {
    call.traits = { ...objectOf(context.traits), ...objectOf(given.traits) };
    return undefined;
  }
  if (call.type === "alias") return undefined;
  const properties = objectOf(given.properties);
  if (call.type === "track") {
    const name = textOf(given.event);
    if (name === undefined) return "event: a track call needs the event's name";
    if (name.length > 200) return "event: a name longer than 200 characters";
    call.name = name;
    if (properties) call.properties = properties;
    return undefined;
  }
  call.name = viewNames[call.type];
  const name = textOf(given.name);
  const category = textOf(given.category);
  call.properties = { ...properties, ...(name ? { name } : {}), ...(category ? { category } : {}) };
  return undefined;
}

function withInstant(
  call: Call,
  given: Body,
  { sentAt, receivedAt }: { sentAt?: unknown; receivedAt: Temporal.Instant },
): ParsedCall {
  const said = given.originalTimestamp ?? given.timestamp;
  const saidMs = said === undefined || said === null ? undefined : readInstant(said);
  if (saidMs === null) {
    return { problem: `timestamp: ${quoted(said)} is not an instant such as 2026-11-23T07:30:00Z` };
  }
  const sentMs = readInstant(given.sentAt ?? sentAt) ?? undefined;
  const atMs = correctedInstant(saidMs, sentMs, receivedAt.epochMilliseconds);
  if (isTooEarly(atMs)) {
    return {
      problem: `timestamp: ${quoted(said)} lies before the year 2000; were seconds sent as milliseconds?`,
    };
  }
  call.at = isFarAhead(atMs, receivedAt) ? call.receivedAt : instantText(atMs, said, saidMs);
  return { call };
}

/** A text, or a number as text; anything else and blank text are nothing. */
function textOf(value: unknown): string | undefined {
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  if (typeof value !== "string") return undefined;
  const text = value.trim();
  return text === "" ? undefined : text;
}

function objectOf(value: unknown): Body | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Body) : undefined;
}

function quoted(value: unknown): string {
  return `“${(JSON.stringify(value) ?? "nothing").slice(0, 60)}”`;
}
