import { addExternalId, removeExternalId } from "@perennial/contract";
import { sql } from "kysely";
import { type Change, command } from "../kernel/command.ts";
import { problem } from "../kernel/errors.ts";
import {
  catalogOf,
  claimExternalIds,
  findByExternalIds,
  followMerges,
  objectTypeOf,
} from "../objects/index.ts";

type Named = { object: string; objectId: string; accountId: string | null };
const outcome = (ref: Named, change: Pick<Change, "field" | "old" | "new">) => ({
  changes: [{ ...ref, ...change }],
  events: [{ ...ref, name: `${ref.object}.updated`, payload: { fields: ["externalIds"] } }],
});

/** Gives a record a further name in another system. */
export const giveExternalId = command({
  name: "external-ids.add",
  permission: "merges.write",
  input: addExternalId.body,
  async run({ app, tx, input }) {
    const { object, source, externalId } = input;
    const type = objectTypeOf(await catalogOf(app, tx), object);
    const objectId = (await followMerges(tx, object, [input.objectId])).get(input.objectId) ?? input.objectId;
    const below = type.placement === "below-account" ? sql`account_id` : sql`null::uuid`;
    const { rows } = await sql<{ account_id: string | null }>`
      select ${below} as account_id from ${sql.table(type.table)} where id = ${objectId}
    `.execute(tx);
    const [record] = rows;
    if (!record)
      throw problem("not-found", `There is no ${type.label.toLowerCase()} with the id ${input.objectId}.`);
    const accountId = type.placement === "account" ? objectId : record.account_id;
    const taken = await claimExternalIds(tx, object, [{ source, externalId, objectId, accountId }]);
    if (taken.size > 0) {
      throw problem(
        "conflict",
        `Another ${type.label.toLowerCase()} has the id “${externalId}” from ${source}. If the two are one, merge them.`,
        { fields: [{ path: "externalId", message: "belongs to another record" }] },
      );
    }
    const ref = { object, objectId, accountId };
    return {
      result: { objectId },
      ...outcome(ref, { field: `externalId:${source}`, old: null, new: externalId }),
    };
  },
});

/** Takes a name in another system away from its record. */
export const takeExternalId = command({
  name: "external-ids.remove",
  permission: "merges.write",
  input: removeExternalId.query,
  async run({ tx, input }) {
    const { object, source, externalId } = input;
    const held = (await findByExternalIds(tx, object, source, [externalId])).get(externalId);
    if (!held) throw problem("not-found", `No ${object} has the id “${externalId}” from ${source}.`);
    await sql`
      delete from external_ids where object = ${object} and source = ${source} and external_id = ${externalId}
    `.execute(tx);
    const ref = { object, ...held };
    return {
      result: { objectId: held.objectId },
      ...outcome(ref, { field: `externalId:${source}`, old: externalId, new: null }),
    };
  },
});
