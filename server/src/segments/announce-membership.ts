import { sql } from "kysely";
import type { Difference, ExpressionNode } from "../engine/index.ts";
import type { DomainEvent, Json } from "../kernel/command.ts";
import type { Tx } from "../kernel/db.ts";
import { membershipField } from "./membership-column.ts";
import { readDecidingLinks, type SegmentRow } from "./segments.sql.ts";

type Announce = NonNullable<ExpressionNode["announce"]>;
type Cause = { [key: string]: Json };

/** `segment.entered` and `segment.left`, each with its cause: who said so, or what changed that the rule reads. */
export async function announceMembership(
  segment: SegmentRow,
  { tx, differences, together }: Parameters<Announce>[0],
): Promise<{ events: DomainEvent[] }> {
  const crossings = differences.filter((each) => (each.old === true) !== (each.new === true));
  if (crossings.length === 0) return { events: [] };
  const causes = await causesOf(tx, segment, crossings, together);
  const events = crossings.map(
    ({ accountId, new: isMember }): DomainEvent => ({
      name: isMember === true ? "segment.entered" : "segment.left",
      object: "segment",
      objectId: segment.id,
      accountId,
      payload: {
        segment: segment.slug,
        name: segment.name,
        cause: causes.get(accountId) ?? { kind: "rule" },
      },
    }),
  );
  return { events };
}

async function causesOf(
  tx: Tx,
  segment: SegmentRow,
  crossings: readonly Difference[],
  together: readonly Difference[],
): Promise<Map<string, Cause>> {
  const ids = crossings.map((each) => each.accountId);
  const links = await readDecidingLinks(tx, segment.id, ids);
  const reads = new Set(segment.reads);
  const derived = new Map(
    together.filter((each) => reads.has(each.slug)).map((each) => [each.accountId, each] as const),
  );
  const recorded = await latestChanges(tx, segment, ids);
  const causes = new Map<string, Cause>();
  for (const { accountId, new: isMember } of crossings) {
    const link = links.get(accountId);
    const moved = derived.get(accountId);
    const changed = recorded.get(accountId);
    if (link && link.isMember === (isMember === true)) {
      causes.set(accountId, { kind: link.source, actor: link.actorName, reason: link.reason });
    } else if (moved) {
      causes.set(accountId, { kind: "rule", field: moved.slug, from: moved.old, to: moved.new });
    } else if (changed) causes.set(accountId, changed);
  }
  return causes;
}

/** The last change of what the rule reads, of those since the account last entered or left. */
async function latestChanges(
  tx: Tx,
  segment: SegmentRow,
  ids: readonly string[],
): Promise<Map<string, Cause>> {
  if (segment.reads.length === 0) return new Map();
  const { rows } = await sql<{ account_id: string; field: string; old: Json; new: Json; actor_name: string }>`
    select distinct on (h.account_id) h.account_id, h.field, h.old, h.new, h.actor_name
      from history h
      left join (select account_id, max(at) as at from history
                  where account_id = any(${[...ids]}::uuid[]) and field like 'segment:%'
                    and field = ${membershipField(segment.slug)}
                  group by account_id) m on m.account_id = h.account_id
     where h.account_id = any(${[...ids]}::uuid[]) and h.object = 'account' and h.object_id = h.account_id
       and h.field = any(${segment.reads}::text[]) and (m.at is null or h.at >= m.at)
     order by h.account_id, h.at desc, h.id desc
  `.execute(tx);
  return new Map(
    rows.map((row) => [
      row.account_id,
      { kind: "rule", field: row.field, from: row.old, to: row.new, actor: row.actor_name },
    ]),
  );
}
