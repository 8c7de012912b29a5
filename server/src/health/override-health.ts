import {
  endHealthOverride as endEndpoint,
  overrideHealth as endpoint,
  overrideHoldsDays,
} from "@perennial/contract";
import type { Change } from "../kernel/command.ts";
import { command } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { newId } from "../kernel/ids.ts";
import { assertAccount } from "./give-pulse.ts";
import { readScore } from "./health.sql.ts";

/** A person says what the score is, with a reason and until a day. It takes the place of what was said before. */
export const overrideHealth = command({
  name: "health-overrides.set",
  permission: "accounts.write",
  input: endpoint.params.and(endpoint.body),
  async run({ tx, ctx, input }) {
    await assertAccount(tx, input.id);
    const score = await readScore(tx, input.score);
    if (score.archived_at !== null) throw problem("conflict", `“${score.name}” is archived.`);
    const expiresOn = input.expiresOn ?? ctx.today.add({ days: overrideHoldsDays }).toString();
    if (Temporal.PlainDate.compare(expiresOn, ctx.today) < 0) {
      const message = "That day is over: choose today or a later one.";
      throw problem("invalid-input", message, { fields: [{ path: "expiresOn", message }] });
    }
    const ended = await endStanding(tx, ctx, input.id, score.id);
    const id = newId(ctx.now);
    await tx
      .insertInto("health_overrides")
      .values({
        account_id: input.id,
        id,
        score_id: score.id,
        value: String(input.value),
        reason: input.reason,
        expires_on: expiresOn,
        given_at: ctx.now.toString(),
        given_by_id: ctx.actor.id,
        given_by_name: ctx.actor.name,
      })
      .execute();
    const said: Change = {
      object: "health-override",
      objectId: id,
      accountId: input.id,
      field: "value",
      old: null,
      new: input.value,
    };
    return {
      result: { id },
      changes: [...ended.changes, said, { ...said, field: "reason", new: input.reason }],
      events: [
        {
          name: "health-override.given",
          object: "health-override",
          objectId: id,
          accountId: input.id,
          payload: { score: score.slug, value: input.value, reason: input.reason, expiresOn },
        },
      ],
    };
  },
});

/** Takes a person's value back: the model's counts again. */
export const endHealthOverride = command({
  name: "health-overrides.end",
  permission: "accounts.write",
  input: endEndpoint.params,
  async run({ tx, ctx, input }) {
    const score = await readScore(tx, input.score);
    const { id, changes } = await endStanding(tx, ctx, input.id, score.id);
    if (!id) throw problem("not-found", `Nobody's value of “${score.name}” stands for this account.`);
    return {
      result: { id },
      changes,
      events: [
        { name: "health-override.ended", object: "health-override", objectId: id, accountId: input.id },
      ],
    };
  },
});

async function endStanding(
  tx: Tx,
  ctx: Context,
  accountId: string,
  scoreId: string,
): Promise<{ id: string | undefined; changes: Change[] }> {
  const at = ctx.now.toString();
  const ended = await tx
    .updateTable("health_overrides")
    .set({ ended_at: at, ended_by_name: ctx.actor.name })
    .where("account_id", "=", accountId)
    .where("score_id", "=", scoreId)
    .where("ended_at", "is", null)
    .returning("id")
    .executeTakeFirst();
  if (!ended) return { id: undefined, changes: [] };
  const change = {
    object: "health-override",
    objectId: ended.id,
    accountId,
    field: "endedAt",
    old: null,
    new: at,
  };
  return { id: ended.id, changes: [change] };
}
