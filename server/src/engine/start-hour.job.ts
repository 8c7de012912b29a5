import { sql } from "kysely";
import { z } from "zod";
import { defineCron, defineJob } from "../kernel/jobs/index.ts";
import { nodesOf } from "./nodes.ts";
import { requestPass } from "./passes.ts";

const reason = "a new hour";

/**
 * The hour: what definitions ask in hours is computed for all accounts, with all that reads it; nothing when none does. A pass of
 * an earlier hour that is not begun will be of this hour anyway.
 */
export const startHour = defineJob({
  name: "engine.start-hour",
  payload: z.object({}),
  queue: "engine.start-hour",
  async run({ app, ctx }) {
    const hourly = (await nodesOf(app, app.db)).filter((node) => node.changesHourly === true);
    if (hourly.length === 0) return;
    await app.db.transaction().execute(async (tx) => {
      const keys = hourly.map((node) => node.key);
      const { rows } = await sql`
        select from engine_passes where reason = ${reason} and started_at is null and node_keys = ${keys}::text[]
      `.execute(tx);
      if (rows.length === 0) await requestPass(tx, ctx.now, reason, keys);
    });
  },
});

/** Of UTC, whose hours no clock change skips or repeats. */
export const hourCrons = [defineCron({ job: startHour, payload: {}, pattern: "0 * * * *", zone: "UTC" })];
