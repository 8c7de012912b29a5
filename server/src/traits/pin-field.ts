import { z } from "zod";
import { assertPermitted, command } from "../kernel/command.ts";
import { problem } from "../kernel/errors.ts";
import { areaOf, catalogOf, objectTypeOf, readRecords, setPinned } from "../objects/index.ts";

/** Pins or unpins one value of one record. Who may change the record may do it. */
export const pinField = command({
  name: "fields.set-pinned",
  permission: "traits.read",
  input: z.object({ object: z.string(), id: z.uuid(), field: z.string(), isPinned: z.boolean() }),
  async run({ app, tx, ctx, input: { object, id, field, isPinned } }) {
    const catalog = await catalogOf(app, tx);
    const type = objectTypeOf(catalog, object);
    assertPermitted(ctx, `${areaOf(type)}.write`);
    const found = catalog.fieldsOf(object).get(field);
    if (!found) throw problem("not-found", `${type.labelPlural} have no field “${field}”.`);
    if (isPinned && found.owner !== "local-wins") {
      throw problem("conflict", `${found.label} follows its source. Let local win in the settings first.`);
    }
    const [record] = await readRecords(tx, catalog, type, [id]);
    if (!record) throw problem("not-found", `There is no ${type.label.toLowerCase()} with the id ${id}.`);
    const pin = { id, accountId: record.accountId, field };
    const changes = await setPinned(tx, ctx, type, pin, isPinned);
    if (changes.length === 0) return { result: { isPinned } };
    const event = { name: `${object}.updated`, object, objectId: id, accountId: record.accountId };
    return { result: { isPinned }, changes, events: [event] };
  },
});
