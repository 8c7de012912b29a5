import type { Segment } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";

export type SegmentObject = Segment["object"];
/** Objects whose memberships are rows of `segment_members`, because they lie below no single account. */
export type RecordObject = Exclude<SegmentObject, "account">;

/** What segments have to know of a kind of record. */
type Place = {
  table: string;
  /** What is derived of each record, by its id. */
  derived?: string;
  /** The links that people, playbooks and imports made. */
  links: { table: string; key: string };
};

const places: Record<SegmentObject, Place> = {
  account: { table: "accounts", links: { table: "segment_links", key: "account_id" } },
  contact: {
    table: "contacts",
    derived: "contact_derived",
    links: { table: "segment_record_links", key: "object_id" },
  },
  organization: { table: "organizations", links: { table: "segment_record_links", key: "object_id" } },
};

export function placeOf(object: SegmentObject): Place {
  return places[object];
}

/** The records of a kind that hang on accounts: their contacts, the organizations above them. */
export function recordsOfAccounts(
  object: RecordObject,
  accountIds: readonly string[],
): RawBuilder<{ id: string }> {
  const ids = [...accountIds];
  return object === "contact"
    ? sql`select distinct contact_id as id from account_contacts where account_id = any(${ids}::uuid[])`
    : sql`select distinct organization_id as id from accounts
           where id = any(${ids}::uuid[]) and organization_id is not null`;
}

/** The accounts on which records of a kind hang. */
export function accountsOfRecords(
  object: RecordObject,
  recordIds: readonly string[],
): RawBuilder<{ account_id: string }> {
  const ids = [...recordIds];
  return object === "contact"
    ? sql`select distinct account_id from account_contacts where contact_id = any(${ids}::uuid[])`
    : sql`select id as account_id from accounts where organization_id = any(${ids}::uuid[])`;
}
