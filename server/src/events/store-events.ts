import { hash } from "node:crypto";
import { sql } from "kysely";
import { markDirty } from "../engine/index.ts";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import { plainArray, type Tx } from "../kernel/db.ts";
import { newId } from "../kernel/ids.ts";
import { bucketZone } from "./bucket-zone.ts";
import { dayOf } from "./day-of.ts";
import { ensureEventMonths, monthOf } from "./event-months.ts";
import { eventIdsOf } from "./event-names.ts";

/** An event whose account is known, ready to be stored. */
export type StorableEvent = {
  accountId: string;
  /** RFC 3339, UTC. */
  at: string;
  name: string;
  contactId: string | null;
  /** The contact's id in the product, where no contact has it yet. */
  userRef?: string | undefined;
  count: number;
  properties: unknown;
  messageId: string | null;
  receivedAt: string;
};

/**
 * Stores events, their daily buckets and their contacts' activity, and marks the accounts, all in this transaction and
 * set-wise. Rows are sorted, so that two transactions over the same accounts wait for one another and never deadlock.
 * Messages must have been claimed before (see {@link claimMessages}).
 */
export async function storeEvents(
  app: App,
  tx: Tx,
  ctx: Context,
  events: readonly StorableEvent[],
): Promise<void> {
  if (events.length === 0) return;
  await ensureEventMonths(
    app,
    events.map((event) => monthOf(event.at)),
  );
  const eventIds = await eventIdsOf(
    app,
    events.map((event) => event.name),
    ctx.now,
  );
  const timeZone = await bucketZone(tx);
  const days = new Map<string, Bucket>();
  const active = new Map<string, Activity>();
  const rows = events.map((event) => {
    const eventId = eventIds.get(event.name);
    if (eventId === undefined) throw new Error(`the event name “${event.name}” was not stored`);
    const day = dayOf(Date.parse(event.at), timeZone);
    addToBucket(days, event, eventId, day);
    if (event.contactId !== null) addToActivity(active, event.accountId, event.contactId, day);
    return { event, eventId, id: newId(ctx.now) };
  });
  await insertRows(tx, rows);
  await upsertBuckets(tx, [...days.values()]);
  await upsertActivity(tx, [...active.values()]);
  await keepUnknownContacts(tx, rows);
  await markDirty(
    tx,
    events.map((event) => event.accountId),
    ctx.now,
  );
}

type Row = { event: StorableEvent; eventId: number; id: string };
type Bucket = {
  accountId: string;
  day: string;
  eventId: number;
  count: number;
  firstAt: string;
  lastAt: string;
};
export type Activity = { accountId: string; contactId: string; month: string; days: number };

function addToBucket(days: Map<string, Bucket>, event: StorableEvent, eventId: number, day: string): void {
  const key = `${event.accountId} ${day} ${eventId}`;
  const bucket = days.get(key);
  if (!bucket) {
    days.set(key, {
      accountId: event.accountId,
      day,
      eventId,
      count: event.count,
      firstAt: event.at,
      lastAt: event.at,
    });
    return;
  }
  bucket.count += event.count;
  if (isBefore(event.at, bucket.firstAt)) bucket.firstAt = event.at;
  if (isBefore(bucket.lastAt, event.at)) bucket.lastAt = event.at;
}

function isBefore(a: string, b: string): boolean {
  return Date.parse(a) < Date.parse(b);
}

/** Notes that a contact was active on a day; bit 0 of `days` is the first of the month. */
export function addToActivity(
  active: Map<string, Activity>,
  accountId: string,
  contactId: string,
  day: string,
): void {
  const month = `${day.slice(0, 7)}-01`;
  const bit = 1 << (Number(day.slice(8)) - 1);
  const key = `${accountId} ${contactId} ${month}`;
  const known = active.get(key);
  if (known) known.days |= bit;
  else active.set(key, { accountId, contactId, month, days: bit });
}

async function insertRows(tx: Tx, rows: readonly Row[]): Promise<void> {
  await sql`
    insert into events (account_id, at, id, event_id, contact_id, count, properties, received_at, message_id)
    select r.account_id, r.at, r.id, r.event_id, r.contact_id, r.count, r.properties::jsonb, r.received_at, r.message_id
      from unnest(
        ${plainArray(rows.map((row) => row.event.accountId))}::uuid[], ${plainArray(rows.map((row) => row.event.at))}::timestamptz[],
        ${plainArray(rows.map((row) => row.id))}::uuid[], ${plainArray(rows.map((row) => row.eventId))}::integer[],
        ${plainArray(rows.map((row) => row.event.contactId))}::uuid[], ${plainArray(rows.map((row) => row.event.count))}::integer[],
        ${rows.map((row) => jsonOf(row.event.properties))}::text[],
        ${plainArray(rows.map((row) => row.event.receivedAt))}::timestamptz[],
        ${rows.map((row) => row.event.messageId)}::text[]
      ) as r (account_id, at, id, event_id, contact_id, count, properties, received_at, message_id)
  `.execute(tx);
}

function jsonOf(properties: unknown): string | null {
  if (properties === null || properties === undefined) return null;
  const text = JSON.stringify(properties);
  return text === "{}" ? null : text;
}

async function upsertBuckets(tx: Tx, buckets: readonly Bucket[]): Promise<void> {
  await sql`
    insert into event_days (account_id, day, event_id, count, first_at, last_at)
    select r.account_id, r.day, r.event_id, r.count, r.first_at, r.last_at
      from unnest(
        ${plainArray(buckets.map((each) => each.accountId))}::uuid[], ${plainArray(buckets.map((each) => each.day))}::date[],
        ${plainArray(buckets.map((each) => each.eventId))}::integer[], ${plainArray(buckets.map((each) => each.count))}::bigint[],
        ${plainArray(buckets.map((each) => each.firstAt))}::timestamptz[], ${plainArray(buckets.map((each) => each.lastAt))}::timestamptz[]
      ) as r (account_id, day, event_id, count, first_at, last_at)
     order by r.account_id, r.day, r.event_id
    on conflict (account_id, day, event_id) do update
      set count = event_days.count + excluded.count,
          first_at = least(event_days.first_at, excluded.first_at),
          last_at = greatest(event_days.last_at, excluded.last_at)
  `.execute(tx);
}

/** Adds days of activity to what is known of each contact. */
export async function upsertActivity(tx: Tx, active: readonly Activity[]): Promise<void> {
  if (active.length === 0) return;
  await sql`
    insert into contact_days (account_id, contact_id, month, days)
    select r.account_id, r.contact_id, r.month, r.days
      from unnest(
        ${plainArray(active.map((each) => each.accountId))}::uuid[], ${plainArray(active.map((each) => each.contactId))}::uuid[],
        ${plainArray(active.map((each) => each.month))}::date[], ${plainArray(active.map((each) => each.days))}::integer[]
      ) as r (account_id, contact_id, month, days)
     order by r.account_id, r.contact_id, r.month
    on conflict (account_id, contact_id, month) do update set days = contact_days.days | excluded.days
      where contact_days.days | excluded.days <> contact_days.days
  `.execute(tx);
}

async function keepUnknownContacts(tx: Tx, rows: readonly Row[]): Promise<void> {
  const unknown = rows.filter((row) => row.event.contactId === null && row.event.userRef !== undefined);
  if (unknown.length === 0) return;
  await sql`
    insert into events_without_contact (account_id, at, id, user_ref)
    select * from unnest(
      ${unknown.map((row) => row.event.accountId)}::uuid[], ${unknown.map((row) => row.event.at)}::timestamptz[],
      ${unknown.map((row) => row.id)}::uuid[], ${unknown.map((row) => row.event.userRef ?? "")}::text[])
  `.execute(tx);
}

/** A message to claim. `content` is what a repetition must say to be the same message; null where nobody asks. */
export type Message = { id: string; content: string | null };
export type MessageClaim = "fresh" | "duplicate" | "conflicting";

/**
 * Claims messages so that each is taken once, whoever sends it again and however often. Waits for a transaction that
 * claims the same one.
 * @returns in the order of the messages; of two with one id the first is fresh
 */
export async function claimMessages(tx: Tx, messages: readonly Message[]): Promise<MessageClaim[]> {
  if (messages.length === 0) return [];
  const keyed = messages.map((message) => ({
    key: uuidOf(message.id),
    content: message.content === null ? null : uuidOf(message.content),
  }));
  const first = new Map<string, { content: string | null; index: number }>();
  keyed.forEach(({ key, content }, index) => {
    if (!first.has(key)) first.set(key, { content, index });
  });
  const keys = [...first.keys()].sort();
  const { rows } = await sql<{ message_key: string }>`
    insert into event_keys (message_key, content)
    select * from unnest(${plainArray(keys)}::uuid[], ${plainArray(keys.map((key) => first.get(key)?.content ?? null))}::uuid[])
    on conflict do nothing returning message_key
  `.execute(tx);
  const fresh = new Set(rows.map((row) => row.message_key));
  const repeated = keys.filter((key) => !fresh.has(key) && first.get(key)?.content);
  const stored = await contentsOf(tx, repeated);
  return keyed.map(({ key, content }, index): MessageClaim => {
    const isFirst = first.get(key)?.index === index;
    if (isFirst && fresh.has(key)) return "fresh";
    const before = fresh.has(key) ? (first.get(key)?.content ?? null) : (stored.get(key) ?? null);
    return content !== null && before !== null && content !== before ? "conflicting" : "duplicate";
  });
}

/** Gives up messages of this transaction that were refused after all, so that they may be sent again, mended. */
export async function releaseMessages(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`delete from event_keys where message_key = any(${ids.map(uuidOf)}::uuid[])`.execute(tx);
}

async function contentsOf(tx: Tx, keys: readonly string[]): Promise<Map<string, string | null>> {
  if (keys.length === 0) return new Map();
  const { rows } = await sql<{ message_key: string; content: string | null }>`
    select message_key, content from event_keys where message_key = any(${[...keys]}::uuid[])
  `.execute(tx);
  return new Map(rows.map((row) => [row.message_key, row.content]));
}

/** The first 128 bits of SHA-256, in the form of a UUID. */
function uuidOf(text: string): string {
  const hex = hash("sha256", text, "hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
