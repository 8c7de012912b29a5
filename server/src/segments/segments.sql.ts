import type { LinkSource, Segment } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { sql } from "kysely";
import type { Db, Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { isId } from "../kernel/ids.ts";

/** A segment's definition as stored. */
export type SegmentRow = {
  id: string;
  slug: string;
  name: string;
  description: string;
  object: "account";
  rule: RuleJson | null;
  /** The fields of accounts that the rule reads. */
  reads: string[];
  tone: Segment["tone"];
  is_shipped: boolean;
  created_at: string;
  updated_at: string;
  archived_at: string | null;
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
       and exists (select from segment_links l
                    where l.segment_id = s.id and l.source = k.source and l.is_member = k.is_member)
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
export async function hasLinkOfKind(tx: Tx, segmentId: string, kind: LinkKind): Promise<boolean> {
  const found = await tx
    .selectFrom("segment_links")
    .select("account_id")
    .where("segment_id", "=", segmentId)
    .where("source", "=", kind.source)
    .where("is_member", "=", kind.isMember)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

export type DecidingLink = {
  source: LinkSource;
  isMember: boolean;
  actorName: string;
  reason: string | null;
  at: string;
};

/** The link that decides for each of these accounts, where there is one. */
export async function readDecidingLinks(
  db: Db | Tx,
  segmentId: string,
  accountIds: readonly string[],
): Promise<Map<string, DecidingLink>> {
  const { rows } = await sql<DecidingLink & { accountId: string }>`
    select distinct on (account_id) account_id as "accountId", source, is_member as "isMember",
           actor_name as "actorName", reason, at
      from segment_links where segment_id = ${segmentId} and account_id = any(${[...accountIds]}::uuid[])
     order by account_id, array_position(${[...linkOrder]}::text[], source)
  `.execute(db);
  return new Map(rows.map(({ accountId, ...link }) => [accountId, link]));
}
