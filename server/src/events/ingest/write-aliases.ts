import { sql } from "kysely";
import type { App } from "../../kernel/app.ts";
import type { Context } from "../../kernel/context.ts";
import type { Tx } from "../../kernel/db.ts";
import { claimExternalIds } from "../../objects/index.ts";
import { type Applied, appSource, contactsOfUsers } from "./applied.ts";
import type { Call } from "./call.ts";

/**
 * Says that two ids mean one contact. Where one of them is a contact's, the other becomes its id too; where neither
 * is, the call waits. Two contacts that exist are not merged unasked.
 */
export async function writeAliases(
  _app: App,
  tx: Tx,
  _ctx: Context,
  calls: readonly Call[],
  applied: Applied,
): Promise<void> {
  for (const [index, call] of calls.entries()) {
    const { type, userId, previousId } = call;
    if (type !== "alias" || !userId || !previousId) continue;
    await renameHeld(tx, previousId, userId);
    const known = await contactsOfUsers(tx, [userId, previousId]);
    const [contact, previous] = [known.get(userId), known.get(previousId)];
    if (contact && previous && contact !== previous) {
      applied.outcomes[index] = {
        status: "rejected",
        message: `${previousId} and ${userId} are two contacts already: merge them`,
      };
      continue;
    }
    const objectId = contact ?? previous;
    if (objectId === undefined) {
      const refs = { groupRef: null, userRef: userId, anonymousRef: null };
      applied.held.push({ index, call: { kind: "alias", ...refs, call } });
      continue;
    }
    const ids = [userId, previousId].filter((id) => !known.has(id));
    await claimExternalIds(
      tx,
      "contact",
      ids.map((externalId) => ({ source: appSource, externalId, objectId, accountId: null })),
    );
    applied.events.push({ name: "contact.identified", object: "contact", objectId, accountId: null });
  }
}

/** Calls that wait for the old id wait for the new one. */
async function renameHeld(tx: Tx, previousId: string, userId: string): Promise<void> {
  await sql`
    update held_events set user_ref = ${userId}, call = call || jsonb_build_object('userId', ${userId}::text)
     where kind <> 'alias' and (user_ref = ${previousId} or (anonymous_ref = ${previousId} and user_ref is null))
  `.execute(tx);
  await sql`
    update events_without_contact set user_ref = ${userId} where user_ref = ${previousId}
  `.execute(tx);
}
