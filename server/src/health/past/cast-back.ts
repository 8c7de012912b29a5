import { castHealthBack as endpoint } from "@perennial/contract";
import { z } from "zod";
import { command, type DomainEvent } from "../../kernel/command.ts";
import { problem } from "../../kernel/errors.ts";
import { newId } from "../../kernel/ids.ts";
import { enqueue } from "../../kernel/jobs/index.ts";
import { checkModel } from "../check-model.ts";
import { readScore, readVersions } from "../health.sql.ts";
import { runBackcast } from "./backcast.job.ts";
import { readBackcast } from "./backcasts.sql.ts";
import { daysOfPeriod } from "./days-of-period.ts";

/** More would keep a worker busy for hours. */
const mostDays = 520;

/** Has a model of a score worked out over a past period, in the background. */
export const castHealthBack = command({
  name: "health-backcasts.request",
  permission: "health-scores.write",
  input: endpoint.params.and(endpoint.body),
  async run({ app, tx, ctx, input }) {
    const score = await readScore(tx, input.slug);
    const from = Temporal.PlainDate.from(input.from);
    const to = Temporal.PlainDate.from(input.to);
    if (Temporal.PlainDate.compare(to, ctx.today) >= 0) refuse("to", "Choose a day before today.");
    if (Temporal.PlainDate.compare(from, to) > 0) refuse("from", "The period ends before it begins.");
    const days = daysOfPeriod(from, to, input.step);
    if (days.length > mostDays)
      refuse("from", `At most ${mostDays} days are looked at: take months, or a shorter period.`);
    const versions = await readVersions(tx, score.id);
    const version = input.model ? null : (input.version ?? score.version);
    const model = input.model ?? versions.find((each) => each.version === version)?.model;
    if (!model) throw problem("not-found", `“${score.name}” has no version ${version}.`);
    // A version whose fields are gone is worked out without them; a draft has to be sound.
    if (input.model) await checkModel(app, tx, input.model);
    const id = newId(ctx.now);
    await tx
      .insertInto("health_backcasts")
      .values({
        id,
        score_id: score.id,
        name: version === null ? `${score.name}, draft` : `${score.name}, version ${version}`,
        version,
        model: JSON.stringify(model),
        from_on: input.from,
        to_on: input.to,
        step: input.step,
        status: "running",
        days_done: 0,
        days_total: days.length,
        requested_at: ctx.now.toString(),
        requested_by_name: ctx.actor.name,
      })
      .execute();
    await enqueue(tx, runBackcast, { id });
    return { result: { id }, events: [eventOf("health-backcast.requested", id)] };
  },
});

/** Stops a back-cast after the day it is at; what it has done stays. */
export const cancelHealthBackcast = command({
  name: "health-backcasts.cancel",
  permission: "health-scores.write",
  input: z.object({ id: z.uuid() }),
  async run({ tx, ctx, input: { id } }) {
    const row = await readBackcast(tx, id);
    if (row.status !== "running") throw problem("conflict", "It is not running any more.");
    await tx
      .updateTable("health_backcasts")
      .set({ status: "cancelled", finished_at: ctx.now.toString() })
      .where("id", "=", id)
      .where("status", "=", "running")
      .execute();
    return { result: { id }, events: [eventOf("health-backcast.cancelled", id)] };
  },
});

function refuse(path: string, message: string): never {
  throw problem("invalid-input", message, { fields: [{ path, message }] });
}

function eventOf(name: string, objectId: string): DomainEvent {
  return { name, object: "health-backcast", objectId, accountId: null };
}
