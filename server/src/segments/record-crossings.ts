import { sql } from "kysely";
import type { DomainEvent, Json } from "../kernel/command.ts";
import type { Tx } from "../kernel/db.ts";
import { noAccount } from "../kernel/ids.ts";
import { membershipField } from "./membership-column.ts";
import { readDecidingLinks, type SegmentRow } from "./segments.sql.ts";

type Cause = { [key: string]: Json };
/** A contact or an organization entered a segment, or left it. */
export type RecordCrossing = { recordId: string; isMember: boolean };

/** `segment.entered` and `segment.left`, each with its cause: who said so, or what changed that the rule reads. */
export async function recordCrossingEvents(
  tx: Tx,
  segment: SegmentRow,
  crossings: readonly RecordCrossing[],
): Promise<DomainEvent[]> {
  const ids = crossings.map((each) => each.recordId);
  const links = await readDecidingLinks(tx, segment, ids);
  const recorded = await latestChanges(tx, segment, ids);
  const { slug, name, object } = segment;
  return crossings.map(({ recordId, isMember }): DomainEvent => {
    const link = links.get(recordId);
    const said = link?.isMember === isMember ? link : undefined;
    const cause: Cause = said
      ? { kind: said.source, actor: said.actorName, reason: said.reason }
      : (recorded.get(recordId) ?? { kind: "rule" });
    return {
      name: isMember ? "segment.entered" : "segment.left",
      object: "segment",
      objectId: segment.id,
      accountId: null,
      payload: { segment: slug, name, object, recordId, cause },
    };
  });
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
  const { rows } = await sql<{ object_id: string; field: string; old: Json; new: Json; actor_name: string }>`
    select distinct on (h.object_id) h.object_id, h.field, h.old, h.new, h.actor_name
      from history h
      left join (select object_id, max(at) as at from history
                  where account_id = ${noAccount}::uuid and object = ${segment.object}
                    and object_id = any(${[...ids]}::uuid[]) and field like 'segment:%'
                    and field = ${membershipField(segment.slug)}
                  group by object_id) m on m.object_id = h.object_id
     where h.account_id = ${noAccount}::uuid and h.object = ${segment.object}
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
