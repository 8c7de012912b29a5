import { forgetDistinct, keepDistinct } from "@perennial/contract";
import { sql } from "kysely";
import { command, type DomainEvent } from "../kernel/command.ts";
import { problem } from "../kernel/errors.ts";

const sorted = (input: { firstId: string; secondId: string }) => [input.firstId, input.secondId].sort();
const event = (name: string, object: string, objectId: string, other: string): DomainEvent => ({
  name: `${object}.${name}`,
  object,
  objectId,
  accountId: object === "account" ? objectId : null,
  payload: { other },
});

/** Says that two records are not the same; the pair is suggested no more. */
export const keepTwoDistinct = command({
  name: "duplicates.dismiss",
  permission: "merges.write",
  input: keepDistinct.body,
  async run({ tx, ctx, input }) {
    const [first = "", second = ""] = sorted(input);
    const { rows } = await sql<{ id: string }>`
      select id from ${sql.table(`${input.object}s`)} where id in (${first}, ${second})
    `.execute(tx);
    if (rows.length < 2) throw problem("not-found", `Name two ${input.object}s that exist.`);
    await sql`
      insert into distinct_records (object, first_id, second_id, at, actor_name)
      values (${input.object}, ${first}, ${second}, ${ctx.now.toString()}::timestamptz, ${ctx.actor.name})
      on conflict do nothing
    `.execute(tx);
    return {
      result: { isDistinct: true as const },
      events: [event("keptDistinct", input.object, first, second)],
    };
  },
});

/** Takes that back. */
export const forgetTwoDistinct = command({
  name: "duplicates.restore",
  permission: "merges.write",
  input: forgetDistinct.query,
  async run({ tx, input }) {
    const [first = "", second = ""] = sorted(input);
    await sql`
      delete from distinct_records where object = ${input.object} and first_id = ${first} and second_id = ${second}
    `.execute(tx);
    return {
      result: { isDistinct: false as const },
      events: [event("distinctForgotten", input.object, first, second)],
    };
  },
});
