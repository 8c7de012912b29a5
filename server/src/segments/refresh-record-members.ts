import type { Env, Catalog as RuleCatalog } from "@perennial/rules";
import { sql } from "kysely";
import { markDirty, type Outcome } from "../engine/index.ts";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { ruleCatalogOf, ruleEnv } from "../objects/index.ts";
import { membership } from "./membership.sql.ts";
import { membershipField } from "./membership-column.ts";
import { recordCrossingEvents } from "./record-crossings.ts";
import { accountsOfRecords, placeOf, type RecordObject } from "./segment-object.ts";
import { type LinkKind, readLinkKinds, readSegments, type SegmentRow } from "./segments.sql.ts";

type Judged = { rules: RuleCatalog; env: Env };

/** The segments of a kind of record, and what is needed to say who is in them. */
export async function readRecordSegments(tx: Tx, object: RecordObject): Promise<SegmentRow[]> {
  return (await readSegments(tx)).filter((segment) => segment.object === object);
}

/** As {@link refreshMembers}, of all segments of the object, for records that changed by themselves. */
export async function refreshRecords(
  app: App,
  tx: Tx,
  ctx: Context,
  object: RecordObject,
  ids: readonly string[],
  slugs?: readonly string[],
): Promise<Outcome> {
  if (ids.length === 0) return { changes: [], events: [] };
  const segments = (await readRecordSegments(tx, object)).filter(
    (each) => slugs?.includes(each.slug) ?? true,
  );
  if (segments.length === 0) return { changes: [], events: [] };
  const judged = { rules: await ruleCatalogOf(app, tx), env: await ruleEnv(app, ctx) };
  const kinds = await readLinkKinds(tx);
  const outcomes: Outcome[] = [];
  for (const segment of segments) {
    outcomes.push(await refreshMembers(tx, ctx, segment, kinds.get(segment.id) ?? [], judged, ids));
  }
  return {
    changes: outcomes.flatMap((outcome) => outcome.changes),
    events: outcomes.flatMap((outcome) => outcome.events),
  };
}

/**
 * Brings the membership of these records in one segment up to date, set-wise, by two statements: who fits enters, who does
 * not leaves. What accounts derive from it follows by their own marks.
 */
export async function refreshMembers(
  tx: Tx,
  ctx: Context,
  segment: SegmentRow,
  links: readonly LinkKind[],
  judged: Judged,
  recordIds: readonly string[],
): Promise<Outcome> {
  const object = segment.object as RecordObject;
  const { table, derived } = placeOf(object);
  const records = sql`${sql.table(table)} r${derived ? sql` left join ${sql.table(derived)} r_d on r_d.id = r.id` : sql``}`;
  const ids = [...recordIds];
  const wasMember = sql`exists (select from segment_members m where m.object_id = r.id and m.segment_id = ${segment.id}::uuid)`;
  const fits = membership(segment, links, judged, wasMember);
  const entered = await sql<{ object_id: string }>`
    insert into segment_members (object_id, segment_id, entered_at)
    select r.id, ${segment.id}::uuid, ${ctx.now.toString()}::timestamptz from ${records}
     where r.id = any(${ids}::uuid[]) and r.archived_at is null and ${fits}
     order by r.id on conflict do nothing returning object_id
  `.execute(tx);
  const left = await sql<{ object_id: string }>`
    delete from segment_members m
     where m.segment_id = ${segment.id}::uuid and m.object_id = any(${ids}::uuid[])
       and not exists (select from ${records}
                        where r.id = m.object_id and r.archived_at is null and ${fits})
    returning object_id
  `.execute(tx);
  const crossings = [
    ...entered.rows.map((row) => ({ recordId: row.object_id, isMember: true })),
    ...left.rows.map((row) => ({ recordId: row.object_id, isMember: false })),
  ];
  if (crossings.length === 0) return { changes: [], events: [] };
  await markAccounts(
    tx,
    ctx,
    object,
    crossings.map(({ recordId }) => recordId),
  );
  return {
    changes: crossings.map(({ recordId, isMember }) => ({
      object,
      objectId: recordId,
      accountId: null,
      field: membershipField(segment.slug),
      old: !isMember,
      new: isMember,
    })),
    events: await recordCrossingEvents(tx, segment, crossings),
  };
}

/** Accounts' own rules may ask about the segments of their contacts and organizations. */
async function markAccounts(
  tx: Tx,
  ctx: Context,
  object: RecordObject,
  recordIds: readonly string[],
): Promise<void> {
  const { rows } = await accountsOfRecords(object, recordIds).execute(tx);
  await markDirty(
    tx,
    rows.map((row) => row.account_id),
    ctx.now,
  );
}
