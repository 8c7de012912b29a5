import type { App } from "../kernel/app.ts";
import type { Change, DomainEvent } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { writeRecords } from "../objects/index.ts";
import type { Role } from "./roles.ts";
import { activateTeammate } from "./sign-in-rows.ts";

type NewPerson = { name: string; email: string; password: string };
type Made = { id: string; changes: Change[]; events: DomainEvent[] };

/** Makes somebody who can sign in as administrator. */
export function makeAdministrator(app: App, tx: Tx, ctx: Context, person: NewPerson): Promise<Made> {
  return makePerson(app, tx, ctx, { ...person, role: "administrator" });
}

/**
 * Makes a teammate who can sign in. One who was imported with this e-mail and never invited becomes that person;
 * one who can sign in already stays untouched.
 * @throws Problem `conflict` when somebody with this e-mail can sign in, was suspended or archived
 */
export async function makePerson(
  app: App,
  tx: Tx,
  ctx: Context,
  { name, email, password, role }: NewPerson & { role: Role },
): Promise<Made> {
  const existing = await personWithEmail(tx, email);
  if (existing && (existing.archived_at !== null || !["not-invited", "invited"].includes(existing.status))) {
    throw problem("conflict", `There is a teammate with the e-mail ${email} already (${existing.status}).`);
  }
  const written = await writeRecords(app, tx, ctx, "teammate", [
    { ...(existing ? { id: existing.id } : {}), values: { name, email, role } },
  ]);
  const result = written.results[0];
  if (!result || result.status === "rejected") {
    throw problem("invalid-input", "This person cannot be made.", { fields: result?.problems ?? [] });
  }
  const status = existing?.status ?? "not-invited";
  const activated = await activateTeammate(tx, ctx, { id: result.id, name, email, status }, password);
  return {
    id: result.id,
    changes: [...written.changes, ...activated.changes],
    events: [...written.events, ...activated.events],
  };
}

/** The teammate with an e-mail, locked; archived ones too. */
export function personWithEmail(tx: Tx, email: string) {
  return tx
    .selectFrom("teammates")
    .select(["id", "name", "email", "role", "status", "archived_at"])
    .where((where) => where(where.fn<string>("lower", ["email"]), "=", email.trim().toLowerCase()))
    .forUpdate()
    .executeTakeFirst();
}
