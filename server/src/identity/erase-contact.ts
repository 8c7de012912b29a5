import { eraseContact } from "@perennial/contract";
import { sql } from "kysely";
import { command } from "../kernel/command.ts";
import { problem } from "../kernel/errors.ts";
import { followMerges } from "../objects/index.ts";
import { assertConfirmed } from "./assert-confirmed.ts";
import { erasePeople } from "./erase-people.ts";
import { eraseText } from "./erase-text.ts";
import { withMerged } from "./with-merged.ts";

const input = eraseContact.params.extend(eraseContact.body.shape);

/**
 * Erases a person: fields, history, events' properties, messages they wrote, and their name, e-mail and phone wherever they
 * stand in texts. What remains is a tombstone without a name, so that counts stay true. There is no way back.
 */
export const eraseOneContact = command({
  name: "contacts.erase",
  permission: "contacts.erase",
  input,
  async run({ tx, ctx, input: asked }) {
    const id = (await followMerges(tx, "contact", [asked.id])).get(asked.id) ?? asked.id;
    const { rows } = await sql<{ name: string | null; email: string | null }>`
      select name, email from contacts where id = ${id} for update
    `.execute(tx);
    const [contact] = rows;
    if (!contact) throw problem("not-found", `There is no contact with the id ${asked.id}.`);
    assertConfirmed(asked.confirmation, contact.email ?? contact.name ?? "");
    const { words, shared, events } = await erasePeople(tx, ctx, await withMerged(tx, "contact", [id]));
    return { result: { id, texts: await eraseText(tx, [{ words }], "[erased]"), kept: shared }, events };
  },
});
