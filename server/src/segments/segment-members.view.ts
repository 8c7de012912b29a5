import type { listSegmentMembers } from "@perennial/contract";
import { sql } from "kysely";
import type { z } from "zod";
import { presentAccounts } from "../accounts/index.ts";
import { presentContacts } from "../contacts/index.ts";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import { noAccount } from "../kernel/ids.ts";
import {
  catalogOf,
  derivedJoin,
  listIds,
  type ObjectType,
  objectTypeOf,
  type Present,
  readAsOf,
  readingContext,
  tablesAsOf,
} from "../objects/index.ts";
import { presentOrganizations } from "../organizations/index.ts";
import { membershipColumn, membershipField } from "./membership-column.ts";
import type { SegmentObject } from "./segment-object.ts";
import { readDecidingLinks, readSegment, type SegmentRow } from "./segments.sql.ts";

type Request = z.output<typeof listSegmentMembers.query>;
type Members = z.input<typeof listSegmentMembers.response>;

const presenters: Record<SegmentObject, Present> = {
  account: presentAccounts,
  contact: presentContacts,
  organization: presentOrganizations,
};

/** A page of a segment's records, each with since when and by whose word it is in; also as of an instant. */
export async function readMembers(
  app: App,
  asker: Context,
  slug: string,
  request: Request,
): Promise<Members> {
  const segment = await readSegment(app.db, slug);
  const catalog = await catalogOf(app);
  const type = objectTypeOf(catalog, segment.object);
  const { asOf: asked, ...list } = request;
  const ctx = readingContext(asker, type, asked);
  const asOf = ctx.asOf?.toString();
  const within = isMember(segment, asOf);
  const { ids, nextCursor } = await listIds(app, ctx, catalog, type, { ...list, within });
  const records = await presenters[segment.object](app, ctx, await readAsOf(app, ctx, catalog, type, ids));
  const since = await readMemberSince(app, segment, ids, asOf);
  const links = await readDecidingLinks(app.db, segment, ids);
  const items = records.map((record, index) => {
    const id = ids[index] ?? "";
    const link = links.get(id);
    return {
      ...(record as object),
      memberSince: since.get(id) ?? null,
      memberBy: link?.isMember ? link.source : ("rule" as const),
    };
  });
  return {
    items: items as Members["items"],
    nextCursor,
    totalCount: await countWithin(app, await tablesAsOf(app, ctx, catalog, type, {}), type, within),
  };
}

/** A condition over `r` (and `r_d` of accounts): in the segment now, or as its history says of an instant. */
function isMember(segment: SegmentRow, asOf: string | undefined) {
  // An archived segment is no longer kept true: nobody is in it now.
  if (asOf === undefined && segment.archived_at !== null) return sql`false`;
  const isOfAccounts = segment.object === "account";
  if (asOf === undefined && isOfAccounts)
    return sql`coalesce(${sql.id("r_d", membershipColumn(segment.slug))}, false)`;
  if (asOf === undefined) {
    return sql`r.id in (select object_id from segment_members where segment_id = ${segment.id}::uuid)`;
  }
  return sql`r.id in (
    select object_id from (
      select distinct on (object_id) object_id, new from history
       where field = ${membershipField(segment.slug)} and field like 'segment:%' and object = ${segment.object}
         and at <= ${asOf}::timestamptz
       order by object_id, at desc, id desc) was
     where was.new = 'true'::jsonb)`;
}

async function countWithin(
  app: App,
  tables: Awaited<ReturnType<typeof tablesAsOf>>,
  type: ObjectType,
  within: ReturnType<typeof isMember>,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from ${tables.record} r${derivedJoin(type, tables)} where r.archived_at is null and ${within}
  `.execute(app.db);
  return Number(rows[0]?.count ?? 0);
}

/** When each of these records last entered. */
async function readMemberSince(
  app: App,
  segment: SegmentRow,
  ids: readonly string[],
  asOf: string | undefined,
): Promise<Map<string, string>> {
  const accounts = segment.object === "account" ? [...ids] : [noAccount];
  const { rows } = await sql<{ object_id: string; at: string; new: boolean }>`
    select distinct on (object_id) object_id, at, new from history
     where account_id = any(${accounts}::uuid[]) and object = ${segment.object} and object_id = any(${[...ids]}::uuid[])
       and field = ${membershipField(segment.slug)} and field like 'segment:%'
       and (${asOf ?? null}::timestamptz is null or at <= ${asOf ?? null}::timestamptz)
     order by object_id, at desc, id desc
  `.execute(app.db);
  return new Map(rows.filter((row) => row.new).map((row) => [row.object_id, row.at]));
}
