import { createScenario as createEndpoint, updateScenario as updateEndpoint } from "@perennial/contract";
import { sql } from "kysely";
import { z } from "zod";
import type { App } from "../kernel/app.ts";
import { command, type DomainEvent, type Json } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { changesBetween } from "../kernel/history.ts";
import { newId } from "../kernel/ids.ts";
import { parseRuleFor } from "../objects/index.ts";
import { readScenario } from "./read-scenarios.ts";

type Written = z.output<typeof createEndpoint.body>;

const happened = (name: string, objectId: string): DomainEvent[] => [
  { name, object: "scenario", objectId, accountId: null },
];

/** Every rule must be one that can be asked of renewals now. @throws Problem `invalid-input` */
async function checkRules(app: App, tx: Tx, overrides: Written["overrides"]): Promise<void> {
  for (const { about } of overrides) {
    if (about.kind === "rule") await parseRuleFor(app, tx, "renewal", about.rule);
  }
}

const stored = ({ name, description, overrides, isShared }: Written): Record<string, Json> => ({
  name,
  description,
  overrides: JSON.parse(JSON.stringify(overrides)) as Json,
  isShared,
});

async function ownScenario(tx: Tx, ctx: Context, id: string) {
  const scenario = await readScenario(tx, ctx, id);
  if (scenario.isOwn) return scenario;
  throw problem(
    "forbidden",
    `“${scenario.name}” is ${scenario.ownerName}’s. Save it under another name to change it.`,
  );
}

/** Saves a scenario; it is one's own. */
export const createScenario = command({
  name: "scenarios.create",
  permission: "scenarios.write",
  input: createEndpoint.body,
  async run({ app, tx, ctx, input }) {
    await checkRules(app, tx, input.overrides);
    const id = newId(ctx.now);
    await sql`
      insert into scenarios (id, name, description, overrides, is_shared, owner_id, owner_name, created_at, updated_at)
      values (${id}, ${input.name}, ${input.description}, ${JSON.stringify(input.overrides)}::jsonb, ${input.isShared},
              ${ctx.actor.id}, ${ctx.actor.name}, ${ctx.now.toString()}::timestamptz, ${ctx.now.toString()}::timestamptz)
    `.execute(tx);
    return {
      result: await readScenario(tx, ctx, id),
      changes: changesBetween("scenario", { id, accountId: null }, {}, stored(input)),
      events: happened("scenario.created", id),
    };
  },
});

/** Changes one's own scenario. @throws Problem `forbidden` of another's */
export const updateScenario = command({
  name: "scenarios.update",
  permission: "scenarios.write",
  input: z.object({ id: z.uuid(), body: updateEndpoint.body }),
  async run({ app, tx, ctx, input }) {
    const before = await ownScenario(tx, ctx, input.id);
    const given = Object.fromEntries(Object.entries(input.body).filter(([, value]) => value !== undefined));
    const next: Written = { ...before, ...given };
    await checkRules(app, tx, next.overrides);
    await sql`
      update scenarios set name = ${next.name}, description = ${next.description}, is_shared = ${next.isShared},
             overrides = ${JSON.stringify(next.overrides)}::jsonb, updated_at = ${ctx.now.toString()}::timestamptz
       where id = ${input.id}
    `.execute(tx);
    return {
      result: await readScenario(tx, ctx, input.id),
      changes: changesBetween("scenario", { id: input.id, accountId: null }, stored(before), stored(next)),
      events: happened("scenario.updated", input.id),
    };
  },
});

/** Deletes one's own scenario; the history keeps what it supposed. */
export const deleteScenario = command({
  name: "scenarios.delete",
  permission: "scenarios.write",
  input: z.object({ id: z.uuid() }),
  async run({ tx, ctx, input }) {
    const before = await ownScenario(tx, ctx, input.id);
    await sql`delete from scenarios where id = ${input.id}`.execute(tx);
    return {
      result: undefined,
      changes: changesBetween("scenario", { id: input.id, accountId: null }, stored(before), {}),
      events: happened("scenario.deleted", input.id),
    };
  },
});
