import { type Teammate, teammates } from "@perennial/contract";
import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import { problem } from "../kernel/errors.ts";
import {
  catalogOf,
  type Present,
  presentCommon,
  readRecords,
  recordCommands,
  recordRoutes,
} from "../objects/index.ts";
import { teammateType } from "./teammate-type.ts";

const presentTeammates: Present = async (app, _ctx, records) => {
  const managerIds = records.flatMap((record) =>
    typeof record.values.managerId === "string" ? [record.values.managerId] : [],
  );
  const { rows } = await sql<{ id: string; email: string | null }>`
    select id, email from teammates where id = any(${managerIds}::uuid[])
  `.execute(app.db);
  const emails = new Map(rows.map((row) => [row.id, row.email]));
  return records.map((record) => ({
    ...presentCommon(teammateType, record),
    managerEmail: emails.get(String(record.values.managerId)) ?? null,
  }));
};

export const teammateCommands = recordCommands(teammateType);

/** The record endpoints of teammates: list, read, create, change, archive, restore, upsert. */
export const teammateRoutes = recordRoutes(teammateType, teammates, teammateCommands, presentTeammates);

/** One teammate as the API shows them. @throws Problem `not-found` */
export async function readTeammate(app: App, ctx: Context, id: string): Promise<Teammate> {
  const records = await readRecords(app.db, await catalogOf(app), teammateType, [id]);
  const [teammate] = await presentTeammates(app, ctx, records);
  if (teammate) return teammate as Teammate;
  throw problem("not-found", `There is no teammate with the id ${id}.`);
}
