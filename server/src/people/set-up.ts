import { setUp } from "@perennial/contract";
import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import { command } from "../kernel/command.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { makeAdministrator } from "./make-person.ts";
import { lockTeammateRules } from "./managers.ts";
import { hashToken, newToken } from "./secret-tokens.ts";
import { companyChanges } from "./update-company.ts";

const validHours = 24;

/**
 * The link with which the first administrator claims this installation, or undefined once there is one. Every start
 * makes a new one and the one before stops working; only its hash is kept.
 */
export async function setUpLink(app: App): Promise<string | undefined> {
  if (await hasAdministrator(app.db)) return undefined;
  const token = newToken();
  const expiresAt = app.clock.now().add({ hours: validHours }).toString();
  const row = { token_hash: hashToken(token), expires_at: expiresAt, used_at: null };
  await app.db
    .insertInto("set_up_links")
    .values({ id: 1, ...row })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
    .execute();
  return `${app.settings.publicUrl}/set-up/${token}`;
}

/** Whether somebody can sign in who may do everything. */
export async function hasAdministrator(db: Db | Tx): Promise<boolean> {
  const { rows } = await sql`
    select from teammates t join sign_ins s on s.id = t.id
     where t.role = 'administrator' and t.status = 'active' and t.archived_at is null limit 1
  `.execute(db);
  return rows.length > 0;
}

/** Whether a token is the present set-up link's. @throws Problem `not-found` when it is not, or not any more */
export async function assertSetUpToken(db: Db | Tx, now: Temporal.Instant, token: string): Promise<void> {
  const { rows } = await sql`
    select from set_up_links
     where id = 1 and token_hash = ${hashToken(token)} and used_at is null and expires_at > ${now.toString()}::timestamptz
  `.execute(db);
  if (rows.length === 1 && !(await hasAdministrator(db))) return;
  throw problem(
    "not-found",
    "This link does not work any more. If nobody has set Perennial up yet, start it again: it prints a new link.",
  );
}

/**
 * Makes the first administrator and the company's settings. The link's row is locked first, so that of two claims
 * at once the second finds it used.
 */
export const claimInstallation = command({
  name: "set-up",
  permission: "people.set-up",
  input: setUp.body,
  async run({ app, tx, ctx, input }) {
    await sql`select from set_up_links where id = 1 for update`.execute(tx);
    await lockTeammateRules(tx);
    await assertSetUpToken(tx, ctx.now, input.token);
    const made = await makeAdministrator(app, tx, ctx, input);
    const company = await companyChanges(tx, input.company);
    await tx.updateTable("set_up_links").set({ used_at: ctx.now.toString() }).where("id", "=", 1).execute();
    return {
      result: { id: made.id },
      changes: [...made.changes, ...company.changes],
      events: [...made.events, ...company.events],
    };
  },
});
