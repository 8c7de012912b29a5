import { asksInHours } from "@perennial/rules";
import { sql } from "kysely";
import { z } from "zod";
import { type App, systemContext } from "../kernel/app.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { defineCron, defineJob } from "../kernel/jobs/index.ts";
import { publish } from "../kernel/publish.ts";
import { recordObjects } from "./record-objects.ts";
import { refreshRecords } from "./refresh-record-members.ts";
import { placeOf, type RecordObject } from "./segment-object.ts";
import { readSegments } from "./segments.sql.ts";

const chunkSize = 2_000;
const actorName = "segments";

/** Judges all contacts or organizations: of one segment whose definition changed, or of all of them when a day begins. */
export const refreshSegments = defineJob({
  name: "segments.refresh",
  payload: z.object({
    object: z.enum(recordObjects),
    slug: z.string().optional(),
    requestedAt: z.string().optional(),
  }),
  queue: "segments",
  async run({ app, payload: { object, slug, requestedAt } }) {
    // Of all segments, at the beginning of a day, no progress is shown.
    const progress = slug && requestedAt ? progressOf(slug, requestedAt) : undefined;
    await progress?.begin(app.db, object);
    await refreshAll(app, object, slug, progress);
    await progress?.end(app.db);
  },
});

/** Judges all contacts and organizations, of the segments that ask for something in hours. */
export const refreshSegmentsHourly = defineJob({
  name: "segments.refresh-hourly",
  payload: z.object({}),
  queue: "segments",
  async run({ app }) {
    for (const { object, slug, rule } of await readSegments(app.db)) {
      const recordObject = recordObjects.find((each) => each === object);
      if (recordObject && asksInHours(rule)) await refreshAll(app, recordObject, slug);
    }
  },
});

/** Chunk by chunk in the order of ids, each in its own transaction: interrupted, it begins again and finds less to do. */
async function refreshAll(
  app: App,
  object: RecordObject,
  slug: string | undefined,
  progress?: Progress,
): Promise<void> {
  let last = "00000000-0000-0000-0000-000000000000";
  for (let count = chunkSize; count === chunkSize; ) {
    const ctx = await systemContext(app, actorName);
    const ids = await app.db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ id: string }>`
        select id from ${sql.table(placeOf(object).table)} where id > ${last}::uuid
         order by id limit ${chunkSize} for no key update
      `.execute(tx);
      const found = rows.map((row) => row.id);
      const outcome = await refreshRecords(
        app,
        tx,
        ctx,
        object,
        found,
        slug === undefined ? undefined : [slug],
      );
      await publish(app, tx, ctx, actorName, { ...outcome, isDerived: true });
      await progress?.go(tx, found.length);
      return found;
    });
    count = ids.length;
    last = ids.at(-1) ?? last;
  }
}

type Progress = ReturnType<typeof progressOf>;

/** How far one segment is, as it was asked for then: who asks again meanwhile begins a progress of their own. */
function progressOf(slug: string, requestedAt: string) {
  const mine = sql`slug = ${slug} and refresh_requested_at = ${requestedAt}::timestamptz`;
  return {
    async begin(db: Db, object: RecordObject): Promise<void> {
      const total = sql`select count(*) from ${sql.table(placeOf(object).table)}`;
      await sql`update segments set refresh_done = 0, refresh_total = (${total}) where ${mine}`.execute(db);
    },
    async go(tx: Tx, count: number): Promise<void> {
      await sql`update segments set refresh_done = refresh_done + ${count} where ${mine}`.execute(tx);
    },
    async end(db: Db): Promise<void> {
      await sql`update segments set refresh_requested_at = null where ${mine}`.execute(db);
    },
  };
}

/** What only the clock changes. */
export const refreshCrons = [
  ...recordObjects.map((object) =>
    defineCron({
      name: `segments.refresh-${object}s`,
      job: refreshSegments,
      payload: { object },
      pattern: "1 0 * * *",
    }),
  ),
  defineCron({ job: refreshSegmentsHourly, payload: {}, pattern: "0 * * * *", zone: "UTC" }),
];
