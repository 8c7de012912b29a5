import { meetingCommands } from "../../meetings/index.ts";
import { meetingImportFields } from "../fields/activities.ts";
import { textOf } from "./import-object.ts";
import { accountText, plainBody, recordImport } from "./record-import.ts";

export const meetingImport = recordImport({
  fields: meetingImportFields,
  object: "meeting",
  commands: meetingCommands,
  account: "required",
  naturalKey: (row) => [accountText(row), textOf(row.fields.at), textOf(row.fields.title)],
  bodiesOf: async (_batch, rows) =>
    rows.map((row) => {
      const { title, ...body } = plainBody(row, { keepsDefault: ["status", "author"] });
      return { body: title === undefined ? body : { ...body, subject: title } };
    }),
});
