import { contractCommands } from "../../contracts/index.ts";
import { contractImportFields } from "../fields/revenue.ts";
import { textOf } from "./import-object.ts";
import { accountText, plainBody, recordImport } from "./record-import.ts";

export const contractImport = recordImport({
  fields: contractImportFields,
  object: "contract",
  commands: contractCommands,
  account: "required",
  naturalKey: (row) => [accountText(row), textOf(row.fields.startsOn)],
  bodiesOf: async (_batch, rows) =>
    rows.map((row) => ({ body: plainBody(row, { keepsDefault: ["autoRenews"] }) })),
});
