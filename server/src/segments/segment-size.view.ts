import type { SegmentSize } from "@perennial/contract";
import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import { dateIn } from "../kernel/calendar.ts";
import type { Context } from "../kernel/context.ts";
import { membershipColumn, membershipField } from "./membership-column.ts";
import { placeOf } from "./segment-object.ts";
import { readSegment, type SegmentRow } from "./segments.sql.ts";

const mostCrossings = 200;

/**
 * How many records a segment held at the end of each of the last days, and who entered and left in the last seven. Sizes are
 * reckoned backwards from today's by what entered and left, over the records that are not archived now, as far back as the
 * segment was there: who would have been in it before is not kept.
 */
export async function readSegmentSize(
  app: App,
  ctx: Context,
  slug: string,
  days: number,
): Promise<SegmentSize> {
  const segment = await readSegment(app.db, slug);
  const definedOn = dateIn(Temporal.Instant.from(segment.created_at), ctx.timeZone);
  const asked = ctx.today.subtract({ days: days - 1 });
  const from = Temporal.PlainDate.compare(definedOn, asked) > 0 ? definedOn : asked;
  const steps = await readSteps(app, ctx, segment, from);
  let size = await readCount(app, segment);
  const points: SegmentSize["points"] = [];
  for (let on = ctx.today; Temporal.PlainDate.compare(on, from) >= 0; on = on.subtract({ days: 1 })) {
    points.push({ on: on.toString(), count: size });
    size -= steps.get(on.toString()) ?? 0;
  }
  return {
    definedOn: definedOn.toString(),
    points: points.reverse(),
    ...(await readCrossings(app, ctx, segment)),
  };
}

/** A condition over `h` (history): changes of this segment's membership since the beginning of a day. */
function ofSegment(ctx: Context, segment: SegmentRow, from: Temporal.PlainDate) {
  const since = from.toZonedDateTime({ timeZone: ctx.timeZone }).toInstant().toString();
  return sql`h.field = ${membershipField(segment.slug)} and h.field like 'segment:%'
         and h.object = ${segment.object} and h.at >= ${since}::timestamptz
         and coalesce(h.old, 'false') <> coalesce(h.new, 'false')`;
}

/** By how much each day changed the size. */
async function readSteps(
  app: App,
  ctx: Context,
  segment: SegmentRow,
  from: Temporal.PlainDate,
): Promise<Map<string, number>> {
  const { rows } = await sql<{ on: string; step: number }>`
    select (h.at at time zone ${ctx.timeZone})::date as "on",
           sum(case when h.new = 'true' then 1 else -1 end)::integer as step
      from history h join ${sql.table(placeOf(segment.object).table)} r on r.id = h.object_id
     where ${ofSegment(ctx, segment, from)} and r.archived_at is null
     group by 1
  `.execute(app.db);
  return new Map(rows.map((row) => [row.on, row.step]));
}

async function readCount(app: App, segment: SegmentRow): Promise<number> {
  const isAccount = segment.object === "account";
  const isIn = isAccount
    ? sql`exists (select from account_derived d where d.account_id = r.id and ${sql.id("d", membershipColumn(segment.slug))})`
    : sql`exists (select from segment_members m where m.object_id = r.id and m.segment_id = ${segment.id}::uuid)`;
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from ${sql.table(placeOf(segment.object).table)} r
     where r.archived_at is null and ${isIn}
  `.execute(app.db);
  return rows[0]?.count ?? 0;
}

type Crossings = Pick<SegmentSize, "entered" | "left" | "crossings">;

/** All of the last seven days are counted, the newest told one by one. */
async function readCrossings(app: App, ctx: Context, segment: SegmentRow): Promise<Crossings> {
  const from = ctx.today.subtract({ days: 6 });
  const { rows } = await sql<SegmentSize["crossings"][number] & { entered: number; left: number }>`
    select h.object_id as "recordId", r.name, h.at, h.new = 'true' as "isMember",
           (count(*) filter (where h.new = 'true') over ())::integer as entered,
           (count(*) filter (where h.new is distinct from 'true') over ())::integer as "left"
      from history h join ${sql.table(placeOf(segment.object).table)} r on r.id = h.object_id
     where ${ofSegment(ctx, segment, from)} and r.archived_at is null
     order by h.at desc, h.id desc limit ${mostCrossings}
  `.execute(app.db);
  return {
    entered: rows[0]?.entered ?? 0,
    left: rows[0]?.left ?? 0,
    crossings: rows.map(({ entered: _, left: __, ...crossing }) => crossing),
  };
}
