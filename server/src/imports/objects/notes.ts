import { noteCommands } from "../../notes/index.ts";
import { noteImportFields } from "../fields/activities.ts";
import { textOf } from "./import-object.ts";
import { accountText, plainBody, recordImport } from "./record-import.ts";

export const noteImport = recordImport({
  fields: noteImportFields,
  object: "note",
  commands: noteCommands,
  account: "required",
  naturalKey: (row) => [accountText(row), textOf(row.fields.at), textOf(row.fields.body)],
  bodiesOf: async (_batch, rows) =>
    rows.map((row) => {
      const { title, ...body } = plainBody(row, { keepsDefault: ["at", "author"] });
      return { body: title === undefined ? body : { ...body, subject: title } };
    }),
});
