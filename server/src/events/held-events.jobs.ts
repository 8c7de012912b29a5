import { sql } from "kysely";
import { z } from "zod";
import { defineCron, defineJob, enqueue } from "../kernel/jobs/index.ts";
import type { AfterCommand } from "../kernel/slice.ts";
import { ensureEventMonths, monthOf } from "./event-months.ts";
import { attachHeld } from "./ingest/held-calls.ts";

const appeared = z.object({ accountIds: z.array(z.string()), contactIds: z.array(z.string()) });

/** Goes on attaching where more waited than one transaction should carry. */
export const attachHeldEvents = defineJob({
  name: "events.attach-held",
  payload: appeared,
  async run({ app, ctx, payload, signal }) {
    while (!signal.aborted) {
      const isMore = await app.db.transaction().execute((tx) => attachHeld(app, tx, ctx, payload));
      if (!isMore) return;
    }
  },
});

/** Attaches whatever has become known unnoticed, and makes the partitions of the coming months ahead of time. */
export const sweepEvents = defineJob({
  name: "events.sweep",
  payload: z.object({}),
  async run({ app, ctx }) {
    const months = [0, 1, 2].map((months) => monthOf(ctx.today.add({ months }).toString()));
    await ensureEventMonths(app, months);
    const { rows } = await sql<{ object: string; object_id: string }>`
      select distinct e.object, e.object_id from external_ids e
       where (e.object = 'account' and e.external_id in (select group_ref from held_events where group_ref is not null))
          or (e.object = 'contact' and (
                e.external_id in (select user_ref from held_events where user_ref is not null)
                or e.external_id in (select user_ref from events_without_contact)))
       limit 10000
    `.execute(app.db);
    if (rows.length === 0) return;
    const idsOf = (object: string) => rows.filter((row) => row.object === object).map((row) => row.object_id);
    await app.db
      .transaction()
      .execute((tx) =>
        enqueue(tx, attachHeldEvents, { accountIds: idsOf("account"), contactIds: idsOf("contact") }),
      );
  },
});

export const hourlySweep = defineCron({ job: sweepEvents, payload: {}, pattern: "17 * * * *" });

/** Accounts and contacts that appear, or get a name in the product, are given what waited for them. */
export const attachAppeared: AfterCommand = async (tx, ctx, { events, isDerived }, app) => {
  if (isDerived) return;
  const idsOf = (object: string) => [
    ...new Set(
      events.flatMap((event) => (event.object === object && event.objectId ? [event.objectId] : [])),
    ),
  ];
  const what = { accountIds: idsOf("account"), contactIds: idsOf("contact") };
  if (what.accountIds.length + what.contactIds.length === 0) return;
  const { rows } = await sql<{ any: boolean }>`
    select exists (select from held_events) or exists (select from events_without_contact) as any
  `.execute(tx);
  if (!rows[0]?.any) return;
  if (await attachHeld(app, tx, ctx, what)) await enqueue(tx, attachHeldEvents, what);
};
