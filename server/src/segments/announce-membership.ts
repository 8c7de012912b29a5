import { sql } from "kysely";
import type { Difference, ExpressionNode } from "../engine/index.ts";
import type { DomainEvent, Json } from "../kernel/command.ts";
import type { Tx } from "../kernel/db.ts";
import { noAccount } from "../kernel/ids.ts";
import { membershipField } from "./membership-column.ts";
import { readDecidingLinks, type SegmentRow } from "./segments.sql.ts";

type Announce = NonNullable<ExpressionNode["announce"]>;
type Cause = { [key: string]: Json };
/** A record entered a segment, or left it. */
export type Crossing = { recordId: string; isMember: boolean };

/** What follows when accounts enter and leave a segment. */
export async function announceMembership(
  segment: SegmentRow,
  { tx, differences, together }: Parameters<Announce>[0],
): Promise<{ events: DomainEvent[] }> {
  const crossings = differences
    .filter((each) => (each.old === true) !== (each.new === true))
    .map((each): Crossing => ({ recordId: each.accountId, isMember: each.new === true }));
  return { events: await crossingEvents(tx, segment, crossings, together) };
}

/**
 * `segment.entered` and `segment.left`, each with its cause: who said so, or what changed that the rule reads.
 * @param together what else changed in the same recompute of accounts
 */
export async function crossingEvents(
  tx: Tx,
  segment: SegmentRow,
  crossings: readonly Crossing[],
  together: readonly Difference[],
): Promise<DomainEvent[]> {
  if (crossings.length === 0) return [];
  const causes = await causesOf(tx, segment, crossings, together);
  const { slug, name, object } = segment;
  return crossings.map(
    ({ recordId, isMember }): DomainEvent => ({
      name: isMember ? "segment.entered" : "segment.left",
      object: "segment",
      objectId: segment.id,
      accountId: object === "account" ? recordId : null,
      payload: { segment: slug, name, object, recordId, cause: causes.get(recordId) ?? { kind: "rule" } },
    }),
  );
}

async function causesOf(
  tx: Tx,
  segment: SegmentRow,
  crossings: readonly Crossing[],
  together: readonly Difference[],
): Promise<Map<string, Cause>> {
  const ids = crossings.map((each) => each.recordId);
  const links = await readDecidingLinks(tx, segment, ids);
  const reads = new Set(segment.reads);
  const derived = new Map(
    together.filter((each) => reads.has(each.slug)).map((each) => [each.accountId, each] as const),
  );
  const recorded = await latestChanges(tx, segment, ids);
  const causes = new Map<string, Cause>();
  for (const { recordId, isMember } of crossings) {
    const link = links.get(recordId);
    const moved = derived.get(recordId);
    const changed = recorded.get(recordId);
    if (link && link.isMember === isMember) {
      causes.set(recordId, { kind: link.source, actor: link.actorName, reason: link.reason });
    } else if (moved) {
      causes.set(recordId, { kind: "rule", field: moved.slug, from: moved.old, to: moved.new });
    } else if (changed) causes.set(recordId, changed);
  }
  return causes;
}

/** The last change of what the rule reads, of those since the record last entered or left. */
async function latestChanges(
  tx: Tx,
  segment: SegmentRow,
  ids: readonly string[],
): Promise<Map<string, Cause>> {
  const own = `${segment.object}/`;
  const reads = segment.reads.map((slug) => (slug.startsWith(own) ? slug.slice(own.length) : slug));
  if (reads.length === 0) return new Map();
  const accounts = segment.object === "account" ? [...ids] : [noAccount];
  const { rows } = await sql<{ object_id: string; field: string; old: Json; new: Json; actor_name: string }>`
    select distinct on (h.object_id) h.object_id, h.field, h.old, h.new, h.actor_name
      from history h
      left join (select object_id, max(at) as at from history
                  where account_id = any(${accounts}::uuid[]) and object = ${segment.object}
                    and object_id = any(${[...ids]}::uuid[]) and field like 'segment:%'
                    and field = ${membershipField(segment.slug)}
                  group by object_id) m on m.object_id = h.object_id
     where h.account_id = any(${accounts}::uuid[]) and h.object = ${segment.object}
       and h.object_id = any(${[...ids]}::uuid[])
       and h.field = any(${reads}::text[]) and (m.at is null or h.at >= m.at)
     order by h.object_id, h.at desc, h.id desc
  `.execute(tx);
  return new Map(
    rows.map((row) => [
      row.object_id,
      { kind: "rule", field: row.field, from: row.old, to: row.new, actor: row.actor_name },
    ]),
  );
}
