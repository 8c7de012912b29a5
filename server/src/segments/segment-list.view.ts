import type { Segment } from "@perennial/contract";
import { sql } from "kysely";
import { progressOfNodes } from "../engine/index.ts";
import type { App } from "../kernel/app.ts";
import { catalogOf } from "../objects/index.ts";
import { membershipColumn, membershipField } from "./membership-column.ts";
import { presentRules } from "./present-rules.ts";
import type { SegmentRow } from "./segments.sql.ts";

/** Segments as the API shows them: with their sentences, their counts and what is under way. */
export async function presentSegments(app: App, rows: readonly SegmentRow[]): Promise<Segment[]> {
  const progressOf = await progressOfNodes(app);
  const words = await presentRules(app, rows);
  const counts = await countMembers(app, rows);
  return rows.map((row, index) => {
    return {
      id: row.id,
      slug: row.slug,
      name: row.name,
      description: row.description,
      object: row.object,
      rule: row.rule,
      sentence: words[index]?.sentence ?? null,
      problems: words[index]?.problems ?? [],
      tone: row.tone,
      isShipped: row.is_shipped,
      memberCount: counts.get(row.id)?.count ?? 0,
      memberArr: counts.get(row.id)?.arr ?? null,
      pass: row.object === "account" ? progressOf(membershipField(row.slug)) : refreshOf(row),
      createdAt: row.created_at,
      updatedAt: row.updated_at,
      archivedAt: row.archived_at,
    };
  });
}

/** How far the members of a segment of contacts or organizations are worked out anew; null where they stand. */
function refreshOf({ refresh_requested_at, refresh_done, refresh_total }: SegmentRow): Segment["pass"] {
  if (refresh_requested_at === null) return null;
  return { requestedAt: refresh_requested_at, accountsDone: refresh_done, accountsTotal: refresh_total };
}

/** How many records, and how much ARR where that is known, each segment holds: one statement for all of accounts. */
async function countMembers(app: App, rows: readonly SegmentRow[]): Promise<Map<string, Count>> {
  const counts = await countRecords(app);
  const live = rows.filter((row) => row.archived_at === null && row.object === "account");
  if (live.length === 0) return counts;
  const arr = (await catalogOf(app)).fieldsOf("account").get("arr");
  const arrColumn = arr?.column.table === "derived" ? sql.id("r_d", arr.column.name) : undefined;
  const columns = live.flatMap(({ slug }, index) => {
    const isMember = sql.id("r_d", membershipColumn(slug));
    const sum = arrColumn ? sql`sum(${arrColumn}) filter (where ${isMember})` : sql`null`;
    return [
      sql`count(*) filter (where ${isMember}) as ${sql.id(`count_${index}`)}`,
      sql`(${sum})::text as ${sql.id(`arr_${index}`)}`,
    ];
  });
  const { rows: counted } = await sql<Record<string, string | number | null>>`
    select ${sql.join(columns)} from accounts r join account_derived r_d on r_d.account_id = r.id
     where r.archived_at is null
  `.execute(app.db);
  for (const [index, row] of live.entries()) {
    const arrSum = counted[0]?.[`arr_${index}`] ?? null;
    counts.set(row.id, {
      count: Number(counted[0]?.[`count_${index}`] ?? 0),
      arr: arrSum === null ? null : String(arrSum),
    });
  }
  return counts;
}

type Count = { count: number; arr: string | null };

/** How many contacts or organizations each of their segments holds. */
async function countRecords(app: App): Promise<Map<string, Count>> {
  const { rows } = await sql<{ segment_id: string; count: number }>`
    select m.segment_id, count(*) as count from segment_members m join segments s on s.id = m.segment_id
     where s.archived_at is null group by m.segment_id
  `.execute(app.db);
  return new Map(rows.map((row) => [row.segment_id, { count: Number(row.count), arr: null }]));
}
