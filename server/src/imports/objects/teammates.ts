import { resolveTeammates, teammateCommands } from "../../people/index.ts";
import { teammateImportFields } from "../fields/people.ts";
import { textOf } from "./import-object.ts";
import { plainBody, recordImport } from "./record-import.ts";
import { nameIn } from "./references.ts";

export const teammateImport = recordImport({
  fields: teammateImportFields,
  object: "teammate",
  commands: teammateCommands,
  account: "none",
  naturalKey: (row) => [textOf(row.fields.email) ?? textOf(row.fields.name)],
  bodiesOf: async (_batch, rows) =>
    rows.map((row) => {
      const body = plainBody(row, { keepsDefault: ["role"] });
      const email = textOf(row.fields.email);
      if (!textOf(row.fields.name) && email) body.name = nameIn(email);
      return { body };
    }),
  async findExisting({ tx }, rows) {
    const texts = rows.map((row) =>
      textOf(row.fields.externalId) ? undefined : (textOf(row.fields.email) ?? textOf(row.fields.name)),
    );
    const found = await resolveTeammates(
      tx,
      texts.flatMap((text) => text ?? []),
    );
    return texts.map((text) => {
      const answer = text === undefined ? undefined : found.get(text);
      return answer && "id" in answer ? answer.id : undefined;
    });
  },
});
