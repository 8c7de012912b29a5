import type { LinkSource, Segment } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { sql } from "kysely";
import type { Db, Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { isId } from "../kernel/ids.ts";
import { placeOf } from "./segment-object.ts";

/** A segment's definition as stored. */
export type SegmentRow = {
  id: string;
  slug: string;
  name: string;
  description: string;
  object: Segment["object"];
  rule: RuleJson | null;
  /** What the rule reads: fields of accounts by their slug, of others as `contact/title`. */
  reads: string[];
  tone: Segment["tone"];
  is_shipped: boolean;
  created_at: string;
  updated_at: string;
  archived_at: string | null;
  /** Of contacts and organizations: since when its members are worked out anew, of how many that is done. */
  refresh_requested_at: string | null;
  refresh_done: number;
  refresh_total: number | null;
};

/** Definitions, by name. */
export async function readSegments(db: Db | Tx, { isArchived = false } = {}): Promise<SegmentRow[]> {
  const rows = await db
    .selectFrom("segments")
    .selectAll()
    .where("archived_at", isArchived ? "is not" : "is", null)
    .orderBy("name")
    .execute();
  return rows as unknown as SegmentRow[];
}

/** One definition by slug or id, archived ones included; locked when it is about to change. @throws Problem `not-found` */
export async function readSegment(
  db: Db | Tx,
  slugOrId: string,
  { isLocked = false } = {},
): Promise<SegmentRow> {
  const select = db
    .selectFrom("segments")
    .selectAll()
    .where(isId(slugOrId) ? "id" : "slug", "=", slugOrId);
  const row = await (isLocked ? select.forUpdate() : select).executeTakeFirst();
  if (!row) throw problem("not-found", `There is no segment “${slugOrId}”.`);
  return row as unknown as SegmentRow;
}

/** What was said of accounts, strongest first: a person's word stands above all others. */
export const linkOrder = ["person", "playbook", "import"] as const satisfies readonly LinkSource[];
export type LinkKind = { source: LinkSource; isMember: boolean };

/** Which kinds of links each segment has at all, so that rules alone cost nothing for links. */
export async function readLinkKinds(db: Db | Tx): Promise<Map<string, LinkKind[]>> {
  const { rows } = await sql<{ segment_id: string; source: LinkSource; is_member: boolean }>`
    select s.id as segment_id, k.source, k.is_member
      from segments s cross join (select source, is_member from unnest(${[...linkOrder]}::text[]) source,
                                         unnest('{true,false}'::boolean[]) is_member) k
     where s.archived_at is null
       and (exists (select from segment_links l
                     where l.segment_id = s.id and l.source = k.source and l.is_member = k.is_member)
         or exists (select from segment_record_links l
                     where l.segment_id = s.id and l.source = k.source and l.is_member = k.is_member))
  `.execute(db);
  const kinds = new Map<string, LinkKind[]>();
  for (const row of rows) {
    const ofSegment = kinds.get(row.segment_id) ?? [];
    ofSegment.push({ source: row.source, isMember: row.is_member });
    kinds.set(row.segment_id, ofSegment);
  }
  return kinds;
}

/** Whether a segment has links of a kind. */
export async function hasLinkOfKind(
  tx: Tx,
  segment: Pick<SegmentRow, "id" | "object">,
  kind: LinkKind,
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from ${sql.table(placeOf(segment.object).links.table)}
     where segment_id = ${segment.id}::uuid and source = ${kind.source} and is_member = ${kind.isMember} limit 1
  `.execute(tx);
  return rows.length > 0;
}

export type DecidingLink = {
  source: LinkSource;
  isMember: boolean;
  actorName: string;
  reason: string | null;
  at: string;
};

/** The link that decides for each of these records, where there is one. */
export async function readDecidingLinks(
  db: Db | Tx,
  segment: Pick<SegmentRow, "id" | "object">,
  recordIds: readonly string[],
): Promise<Map<string, DecidingLink>> {
  const { table, key } = placeOf(segment.object).links;
  const { rows } = await sql<DecidingLink & { recordId: string }>`
    select distinct on (l.record_id) l.record_id as "recordId", source, is_member as "isMember",
           actor_name as "actorName", reason, at
      from (select *, ${sql.id(key)} as record_id from ${sql.table(table)}
             where segment_id = ${segment.id} and ${sql.id(key)} = any(${[...recordIds]}::uuid[])) l
     order by l.record_id, array_position(${[...linkOrder]}::text[], source)
  `.execute(db);
  return new Map(rows.map(({ recordId, ...link }) => [recordId, link]));
}
