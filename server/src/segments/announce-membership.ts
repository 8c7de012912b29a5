import type { LinkSource } from "@perennial/contract";
import { sql } from "kysely";
import type { Announce, Difference } from "../engine/index.ts";
import type { DomainEvent, Json } from "../kernel/command.ts";
import type { Tx } from "../kernel/db.ts";
import { membershipColumn, membershipField } from "./membership-column.ts";
import { linkOrder, type SegmentRow } from "./segments.sql.ts";

type Cause = { [key: string]: Json };
type Crossing = {
  segment: SegmentRow;
  /** What its rule reads, by the slugs under which changes are kept. */
  reads: readonly string[];
  accountId: string;
  isMember: boolean;
};

/** `segment.entered` and `segment.left`, each with its cause: who said so, or what changed that the rule reads. */
export function announcerOf(segments: readonly SegmentRow[]): Announce {
  const byColumn = new Map(segments.map((segment) => [membershipColumn(segment.slug), segment]));
  return async ({ tx, differences, together, keptAs }) => {
    const crossings = differences.flatMap(({ accountId, column, old, new: now }): Crossing[] => {
      const segment = byColumn.get(column);
      const isMember = now === true;
      if (!segment || (old === true) === isMember) return [];
      return [{ segment, reads: segment.reads.map(keptAs), accountId, isMember }];
    });
    if (crossings.length === 0) return { events: [] };
    const causeOf = await causesOf(tx, crossings, together);
    const events = crossings.map(
      (crossing): DomainEvent => ({
        name: crossing.isMember ? "segment.entered" : "segment.left",
        object: "segment",
        objectId: crossing.segment.id,
        accountId: crossing.accountId,
        payload: {
          segment: crossing.segment.slug,
          name: crossing.segment.name,
          cause: causeOf(crossing) ?? { kind: "rule" },
        },
      }),
    );
    return { events };
  };
}

async function causesOf(
  tx: Tx,
  crossings: readonly Crossing[],
  together: readonly Difference[],
): Promise<(crossing: Crossing) => Cause | undefined> {
  const links = await decidingLinks(tx, crossings);
  const recorded = await latestChanges(tx, crossings);
  const derived = Map.groupBy(together, (each) => each.accountId);
  return (crossing) => {
    const { segment, reads, accountId, isMember } = crossing;
    const link = links.get(keyOf(segment.id, accountId));
    if (link?.isMember === isMember) return link.cause;
    const moved = derived.get(accountId)?.findLast((each) => reads.includes(each.slug));
    if (moved) return { kind: "rule", field: moved.slug, from: moved.old, to: moved.new };
    return recorded.get(keyOf(segment.id, accountId));
  };
}

const keyOf = (segmentId: string, accountId: string) => `${segmentId} ${accountId}`;

/** Segments and accounts beside one another, as rows `g`. */
function given(crossings: readonly Crossing[]) {
  return sql`unnest(
    ${crossings.map(({ segment }) => segment.id)}::uuid[], ${crossings.map(({ accountId }) => accountId)}::uuid[]
  ) as g (segment_id, account_id)`;
}

/** The link that decides, for each crossing where there is one. */
async function decidingLinks(
  tx: Tx,
  crossings: readonly Crossing[],
): Promise<Map<string, { isMember: boolean; cause: Cause }>> {
  const { rows } = await sql<{
    segment_id: string;
    account_id: string;
    source: LinkSource;
    is_member: boolean;
    actor_name: string;
    reason: string | null;
  }>`
    select distinct on (l.account_id, l.segment_id)
           l.segment_id, l.account_id, l.source, l.is_member, l.actor_name, l.reason
      from ${given(crossings)} join segment_links l on l.account_id = g.account_id and l.segment_id = g.segment_id
     order by l.account_id, l.segment_id, array_position(${[...linkOrder]}::text[], l.source)
  `.execute(tx);
  return new Map(
    rows.map((row) => [
      keyOf(row.segment_id, row.account_id),
      { isMember: row.is_member, cause: { kind: row.source, actor: row.actor_name, reason: row.reason } },
    ]),
  );
}

/** The last change of what the rule reads, of those since the account last entered or left. */
async function latestChanges(tx: Tx, crossings: readonly Crossing[]): Promise<Map<string, Cause>> {
  const reads = Object.fromEntries(crossings.map((crossing) => [crossing.segment.id, crossing.reads]));
  const { rows } = await sql<{
    segment_id: string;
    account_id: string;
    field: string;
    old: Json;
    new: Json;
    actor_name: string;
  }>`
    with g as (
      select s.id as segment_id, ${membershipField("")} || s.slug as membership, g.account_id,
             array(select jsonb_array_elements_text(${JSON.stringify(reads)}::jsonb -> s.id::text)) as reads
        from ${given(crossings)} join segments s on s.id = g.segment_id
    ), moved as (
      select g.segment_id, g.account_id, max(h.at) as at
        from g join history h on h.account_id = g.account_id and h.object = 'account' and h.object_id = g.account_id
                             and h.field = g.membership
       group by g.segment_id, g.account_id
    )
    select distinct on (g.segment_id, h.account_id) g.segment_id, h.account_id, h.field, h.old, h.new, h.actor_name
      from g
      join history h on h.account_id = g.account_id and h.object = 'account' and h.object_id = g.account_id
                    and h.field = any(g.reads)
      left join moved m on m.segment_id = g.segment_id and m.account_id = g.account_id
     where m.at is null or h.at >= m.at
     order by g.segment_id, h.account_id, h.at desc, h.id desc
  `.execute(tx);
  return new Map(
    rows.map((row) => [
      keyOf(row.segment_id, row.account_id),
      { kind: "rule", field: row.field, from: row.old, to: row.new, actor: row.actor_name },
    ]),
  );
}
