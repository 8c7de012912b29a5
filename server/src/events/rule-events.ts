import type { EventSource } from "@perennial/rules";
import type { Db, Tx } from "../kernel/db.ts";
import type { RuleEvents } from "../objects/index.ts";

type Tables = { key: string; raw: string; daily?: string };

/**
 * Whose events rules may ask about: an account's, a contact's own at all of their accounts, an organization's at its accounts.
 * Where only the count of an event is asked it comes from the daily counts, of contacts from the rows: the counts do not tell who.
 */
export const ruleEvents: readonly RuleEvents[] = [
  of("account", { key: "account_id", raw: "events", daily: "event_days" }),
  of("contact", { key: "contact_id", raw: "contact_events" }),
  of("organization", {
    key: "organization_id",
    raw: "organization_events",
    daily: "organization_event_days",
  }),
];

function of(object: string, { key, raw, daily }: Tables): RuleEvents {
  const on = [["id", key]] as const;
  const sql: NonNullable<EventSource["sql"]> = {
    ...(daily ? { daily: { table: daily, on, eventId: "event_id", day: "day", count: "count" } } : {}),
    raw: { table: raw, on, eventId: "event_id", at: "at", count: "count", properties: "properties" },
    names: { table: "event_names", id: "id", name: "name" },
  };
  return { of: object, source: async (db) => ({ names: await names(db), sql }) };
}

async function names(db: Db | Tx): Promise<string[]> {
  const rows = await db.selectFrom("event_names").select("name").orderBy("name").limit(1000).execute();
  return rows.map((row) => row.name);
}
