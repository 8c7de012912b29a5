import { type ObjectType, recordCommands } from "../../objects/index.ts";
import { accountNeed, accountReference, externalId } from "../fields/import-field.ts";
import type { ImportObjectDefinition } from "./import-object.ts";
import { textOf } from "./import-object.ts";
import { accountText, plainBody, recordImport } from "./record-import.ts";

/** The importer's record of a kind of record that the company defined itself. */
export function customObjectImport(type: ObjectType): ImportObjectDefinition {
  const noun = type.label.toLowerCase();
  return recordImport({
    fields: {
      object: type.plural,
      nouns: [noun],
      others: "traits",
      needs: [accountNeed, ["name"]],
      fields: [
        externalId(`${noun} id`),
        ...accountReference,
        { field: "name", type: "text", synonyms: ["title", noun] },
      ],
    },
    object: type.slug,
    commands: recordCommands(type),
    account: "required",
    naturalKey: (row) => [accountText(row), textOf(row.fields.name)],
    bodiesOf: async (_batch, rows) => rows.map((row) => ({ body: plainBody(row) })),
  });
}
