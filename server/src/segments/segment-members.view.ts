import type { listSegmentMembers, SegmentMember } from "@perennial/contract";
import { sql } from "kysely";
import type { z } from "zod";
import { presentAccounts } from "../accounts/index.ts";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import { catalogOf, listIds, objectTypeOf, readRecords } from "../objects/index.ts";
import { membershipColumn, membershipField } from "./membership-column.ts";
import { readDecidingLinks, readSegment, type SegmentRow } from "./segments.sql.ts";

type Request = z.output<typeof listSegmentMembers.query>;
type Members = z.input<typeof listSegmentMembers.response>;

/** A page of a segment's accounts, each with since when and by whose word it is in; also as of an instant. */
export async function readMembers(app: App, ctx: Context, slug: string, request: Request): Promise<Members> {
  const segment = await readSegment(app.db, slug);
  const catalog = await catalogOf(app);
  const type = objectTypeOf(catalog, "account");
  const { asOf, ...list } = request;
  const within = isMember(segment, asOf);
  const { ids, nextCursor } = await listIds(app, ctx, catalog, type, { ...list, within });
  const records = await readRecords(app.db, catalog, type, ids);
  const accounts = (await presentAccounts(app, ctx, records)) as Omit<
    SegmentMember,
    "memberSince" | "memberBy"
  >[];
  const since = await readMemberSince(app, segment, ids, asOf);
  const links = await readDecidingLinks(app.db, segment.id, ids);
  const items = accounts.map((account) => {
    const link = links.get(account.id);
    return {
      ...account,
      memberSince: since.get(account.id) ?? null,
      memberBy: link?.isMember ? link.source : ("rule" as const),
    };
  });
  return { items, nextCursor, totalCount: await countWithin(app, within) };
}

/** A condition over `r` (accounts) and `r_d`: in the segment now, or as its history says of an instant. */
function isMember(segment: SegmentRow, asOf: string | undefined) {
  // An archived segment is no longer kept true: nobody is in it now.
  if (asOf === undefined && segment.archived_at !== null) return sql`false`;
  if (asOf === undefined) return sql`coalesce(${sql.id("r_d", membershipColumn(segment.slug))}, false)`;
  return sql`r.id in (
    select account_id from (
      select distinct on (account_id) account_id, new from history
       where field = ${membershipField(segment.slug)} and field like 'segment:%' and object = 'account'
         and at <= ${asOf}::timestamptz
       order by account_id, at desc, id desc) was
     where was.new = 'true'::jsonb)`;
}

async function countWithin(app: App, within: ReturnType<typeof isMember>): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from accounts r join account_derived r_d on r_d.account_id = r.id
     where r.archived_at is null and ${within}
  `.execute(app.db);
  return Number(rows[0]?.count ?? 0);
}

/** When each of these accounts last entered. */
async function readMemberSince(
  app: App,
  segment: SegmentRow,
  ids: readonly string[],
  asOf: string | undefined,
): Promise<Map<string, string>> {
  const { rows } = await sql<{ account_id: string; at: string; new: boolean }>`
    select distinct on (account_id) account_id, at, new from history
     where account_id = any(${[...ids]}::uuid[]) and field = ${membershipField(segment.slug)} and field like 'segment:%'
       and (${asOf ?? null}::timestamptz is null or at <= ${asOf ?? null}::timestamptz)
     order by account_id, at desc, id desc
  `.execute(app.db);
  return new Map(rows.filter((row) => row.new).map((row) => [row.account_id, row.at]));
}
