import type { Scenario } from "@perennial/contract";
import { sql } from "kysely";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { query } from "../kernel/query.ts";

type Row = Omit<Scenario, "isOwn"> & { ownerId: string };

const columns = sql`
  id, name, description, overrides, is_shared as "isShared", owner_id as "ownerId", owner_name as "ownerName",
  created_at as "createdAt", updated_at as "updatedAt"`;

function present(ctx: Context, { ownerId, ...row }: Row): Scenario {
  return { ...row, isOwn: ownerId === ctx.actor.id };
}

/** The scenarios one may see: one's own and shared ones, the latest changed first. */
export const listScenarios = query({
  name: "scenarios.list",
  permission: "scenarios.read",
  input: z.object({}),
  async run({ db, ctx }) {
    const { rows } = await sql<Row>`
      select ${columns} from scenarios where owner_id = ${ctx.actor.id} or is_shared order by updated_at desc, id limit 500
    `.execute(db);
    return rows.map((row) => present(ctx, row));
  },
});

/** One scenario. @throws Problem `not-found` when there is none, or it is another's and not shared */
export async function readScenario(db: Db | Tx, ctx: Context, id: string): Promise<Scenario> {
  const { rows } = await sql<Row>`
    select ${columns} from scenarios where id = ${id}::uuid and (owner_id = ${ctx.actor.id} or is_shared)
  `.execute(db);
  if (!rows[0]) throw problem("not-found", `There is no scenario with the id ${id} that you may see.`);
  return present(ctx, rows[0]);
}

export const findScenario = query({
  name: "scenarios.get",
  permission: "scenarios.read",
  input: z.object({ id: z.uuid() }),
  run: ({ db, ctx, input }) => readScenario(db, ctx, input.id),
});
