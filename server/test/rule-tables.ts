import type pg from "pg";

/** The tables that the catalog of the rule cases names. */
const schema = `
CREATE TABLE organization (id uuid PRIMARY KEY, name text);
CREATE TABLE account (id uuid PRIMARY KEY, created_at timestamptz, name text, organization_id uuid, next_renewal_on date, last_seen_at timestamptz,
  csm_id uuid, domains text[], employee_count integer);
CREATE TABLE account_value (account_id uuid PRIMARY KEY, notes text, site text, arr numeric, seats numeric, utilisation numeric,
  score numeric, sso boolean, plan text, regions text[], sponsor_id uuid);
CREATE TABLE segment_member (account_id uuid, segment text, PRIMARY KEY (account_id, segment));
CREATE TABLE contact (account_id uuid, id uuid, email text, title text, last_seen_at timestamptz, archived_at timestamptz,
  PRIMARY KEY (account_id, id));
CREATE TABLE contact_value (account_id uuid, contact_id uuid, nps numeric, PRIMARY KEY (account_id, contact_id));
CREATE TABLE champion (account_id uuid, contact_id uuid, PRIMARY KEY (account_id, contact_id));
CREATE TABLE ticket (account_id uuid, id uuid, contact_id uuid, status text, PRIMARY KEY (account_id, id));
CREATE TABLE renewal (account_id uuid, id uuid, due_on date, target_arr numeric, PRIMARY KEY (account_id, id));
CREATE TABLE history (account_id uuid, id uuid, object text, object_id uuid, field text, old jsonb, new jsonb, at timestamptz,
  PRIMARY KEY (account_id, id));
CREATE TABLE event_name (id uuid PRIMARY KEY, name text UNIQUE);
CREATE TABLE event (account_id uuid, id uuid, event_id uuid, at timestamptz, count integer, properties jsonb,
  PRIMARY KEY (account_id, id));
CREATE TABLE event_day (account_id uuid, event_id uuid, day date, count integer, PRIMARY KEY (account_id, event_id, day));
`;

export async function createRuleTables(pool: pg.Pool): Promise<void> {
  await pool.query(schema);
}

type Json = Record<string, unknown>;
type Rows = Map<string, Json[]>;

/**
 * Stores plain records of the rule cases in the tables, in place of what was there, and gives the accounts' ids in the same
 * order. Daily counts are by days in `timeZone`. `archivedContacts` of a record stand in SQL only.
 */
export async function storeRecords(
  pool: pg.Pool,
  records: readonly Json[],
  timeZone: string,
): Promise<string[]> {
  const rows: Rows = new Map();
  let ids = 0;
  const newId = (): string => {
    ids += 1;
    return `018f1111-0000-7000-8000-${String(ids).padStart(12, "0")}`;
  };
  const eventIds = new Map<string, string>();
  const accounts = records.map((record) => rowsOf(record, { rows, newId, eventIds, timeZone }));
  for (const [name, id] of eventIds) push(rows, "event_name", { id, name });
  const tables = [...schema.matchAll(/CREATE TABLE (\w+)/g)].map((match) => match[1] ?? "");
  await pool.query(`TRUNCATE ${tables.join(", ")}`);
  for (const [table, stored] of rows) {
    await pool.query(`INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(null::${table}, $1)`, [
      JSON.stringify(stored),
    ]);
  }
  await pool.query("ANALYZE");
  return accounts;
}

interface Store {
  rows: Rows;
  newId(): string;
  eventIds: Map<string, string>;
  timeZone: string;
}

function push(rows: Rows, table: string, row: Json): void {
  const known = rows.get(table);
  if (known === undefined) rows.set(table, [row]);
  else known.push(row);
}

const list = (value: unknown): Json[] => (Array.isArray(value) ? value : []);
const part = (value: unknown): Json => (typeof value === "object" && value !== null ? (value as Json) : {});

function rowsOf(record: Json, { rows, newId, eventIds, timeZone }: Store): string {
  const accountId = newId();
  const organizationName = part(record.organization).name;
  const organizationId = organizationName === undefined ? null : newId();
  if (organizationId !== null) push(rows, "organization", { id: organizationId, name: organizationName });
  push(rows, "account", {
    id: accountId,
    created_at: record.createdAt,
    name: record.name,
    organization_id: organizationId,
    next_renewal_on: record.nextRenewalOn,
    last_seen_at: record.lastSeenAt,
    csm_id: part(record.keyRoles).csm,
    domains: record.domains,
    employee_count: record.employeeCount,
  });
  push(rows, "account_value", {
    account_id: accountId,
    notes: record["trait:notes"],
    site: record["trait:site"],
    arr: record.arr,
    seats: record["trait:seats"],
    utilisation: part(part(record.metrics).utilisation).value,
    score: record["score:overall"],
    sso: record["trait:sso"],
    plan: record["trait:plan"],
    regions: record["trait:regions"],
    sponsor_id: record["trait:sponsor"],
  });
  for (const [segment, isIn] of Object.entries(part(record.segments))) {
    if (isIn === true) push(rows, "segment_member", { account_id: accountId, segment });
  }
  for (const { field, at, old, new: now } of list(record.history)) {
    const change = { account_id: accountId, id: newId(), object: "account", object_id: accountId };
    push(rows, "history", { ...change, field, at, old, new: now });
    // The history of another kind of record with the same id would be somebody else's.
    push(rows, "history", { ...change, id: newId(), object: "other", field: "name", at, old: "x", new: "y" });
  }
  const contactIds = new Map<Json, string>();
  const storeContact = (contact: Json, archivedAt: string | null): string => {
    const known = contactIds.get(contact);
    if (known !== undefined) return known;
    const id = newId();
    contactIds.set(contact, id);
    const row = { account_id: accountId, id, email: contact.email, title: contact.title };
    push(rows, "contact", { ...row, last_seen_at: contact.lastSeenAt, archived_at: archivedAt });
    push(rows, "contact_value", { account_id: accountId, contact_id: id, nps: contact["trait:nps"] });
    for (const { status } of list(contact.tickets)) {
      push(rows, "ticket", { account_id: accountId, id: newId(), contact_id: id, status });
    }
    return id;
  };
  for (const contact of list(record.contacts)) storeContact(contact, null);
  for (const contact of list(record.archivedContacts)) storeContact(contact, "2026-01-01T00:00:00Z");
  for (const contact of list(record.champions)) {
    push(rows, "champion", { account_id: accountId, contact_id: storeContact(contact, null) });
  }
  for (const { dueOn, targetArr } of list(record.renewals)) {
    push(rows, "renewal", { account_id: accountId, id: newId(), due_on: dueOn, target_arr: targetArr });
  }
  storeEvents(list(record.events), accountId, { rows, newId, eventIds, timeZone });
  return accountId;
}

function storeEvents(events: Json[], accountId: string, { rows, newId, eventIds, timeZone }: Store): void {
  const days = new Map<string, number>();
  for (const { name, at, count = 1, properties = {} } of events) {
    const eventId = eventIds.get(String(name)) ?? newId();
    eventIds.set(String(name), eventId);
    push(rows, "event", { account_id: accountId, id: newId(), event_id: eventId, at, count, properties });
    const day = Temporal.Instant.from(String(at)).toZonedDateTimeISO(timeZone).toPlainDate();
    const key = `${eventId} ${day}`;
    days.set(key, (days.get(key) ?? 0) + Number(count));
  }
  for (const [key, count] of days) {
    const [eventId, day] = key.split(" ");
    push(rows, "event_day", { account_id: accountId, event_id: eventId, day, count });
  }
}
