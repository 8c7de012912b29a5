import { surveyResponseCommands } from "../../surveys/index.ts";
import { surveyResponseImportFields } from "../fields/activities.ts";
import { textOf } from "./import-object.ts";
import { accountText, plainBody, type RowBody, recordImport } from "./record-import.ts";
import { findContacts } from "./references.ts";

export const surveyResponseImport = recordImport({
  fields: surveyResponseImportFields,
  object: "survey_response",
  commands: surveyResponseCommands,
  account: "required",
  naturalKey: (row) => [
    textOf(row.fields.survey) ?? "nps",
    textOf(row.fields["contact.externalId"]) ?? textOf(row.fields["contact.email"]) ?? accountText(row),
    textOf(row.fields.at),
  ],
  async bodiesOf({ tx, source }, rows) {
    const contacts = await findContacts(
      tx,
      source,
      rows.map(({ fields }) => fields),
    );
    return rows.map((row, at): RowBody => {
      const contact = contacts[at];
      if (contact && "problem" in contact) return { problems: [contact.problem] };
      const body = plainBody(row, { keepsDefault: ["survey"] });
      return { body: contact ? { ...body, contactId: contact.id } : body };
    });
  },
});
