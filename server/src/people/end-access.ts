import type { Change } from "../kernel/command.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import type { AfterCommand } from "../kernel/slice.ts";
import { lockTeammateRules } from "./managers.ts";
import { hasAdministrator } from "./set-up.ts";
import { revokeLinks } from "./sign-in-links.ts";

/**
 * Runs in the transaction of every command that changed a teammate, whichever command that was: who is suspended or
 * archived loses sessions, API keys and open links at once; a link sent to an e-mail that was corrected dies; and
 * somebody who may do everything always remains.
 */
export const endAccess: AfterCommand = async (tx, ctx, { changes }) => {
  const ofTeammates = changes.filter((change) => change.object === "teammate");
  if (ofTeammates.length === 0) return;
  const barred = idsOf(ofTeammates.filter(bars));
  if (barred.length > 0) {
    await tx.deleteFrom("sessions").where("sign_in_id", "in", barred).execute();
    await tx
      .updateTable("api_keys")
      .set({ revoked_at: ctx.now.toString() })
      .where("owner_id", "in", barred)
      .where("revoked_at", "is", null)
      .execute();
  }
  const readdressed = idsOf(ofTeammates.filter((change) => change.field === "email" && change.old !== null));
  const withoutLinks = [...new Set([...barred, ...readdressed])];
  if (withoutLinks.length > 0) await revokeLinks(tx, ctx.now, withoutLinks);
  await assertAdministratorRemains(tx, ofTeammates);
};

function bars(change: Change): boolean {
  return (
    (change.field === "status" && change.new === "suspended") ||
    (change.field === "archivedAt" && change.new !== null)
  );
}

function idsOf(changes: readonly Change[]): string[] {
  return [...new Set(changes.map((change) => change.objectId))];
}

async function assertAdministratorRemains(tx: Tx, changes: readonly Change[]): Promise<void> {
  const demoted = changes.some((change) => change.field === "role" && change.old === "administrator");
  const left = idsOf(
    changes.filter((change) => bars(change) || (change.field === "status" && change.old === "active")),
  );
  if (!demoted && !(await includeAdministrator(tx, left))) return;
  await lockTeammateRules(tx);
  if (await hasAdministrator(tx)) return;
  throw problem(
    "conflict",
    "Nobody would be left who may do everything. Make somebody else an administrator first.",
  );
}

async function includeAdministrator(tx: Tx, ids: readonly string[]): Promise<boolean> {
  if (ids.length === 0) return false;
  const row = await tx
    .selectFrom("teammates")
    .innerJoin("sign_ins", "sign_ins.id", "teammates.id")
    .select("teammates.id")
    .where("teammates.id", "in", ids)
    .where("role", "=", "administrator")
    .executeTakeFirst();
  return row !== undefined;
}
