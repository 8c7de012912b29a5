import { renewalCommands } from "../../renewals/index.ts";
import { renewalImportFields } from "../fields/revenue.ts";
import type { Finding } from "./import-object.ts";
import { textOf } from "./import-object.ts";
import { accountText, plainBody, recordImport } from "./record-import.ts";

/** What is worked out or has a default: an empty cell says nothing. */
const sayNothing = ["stage", "rating", "outcome", "targetArr", "forecastArr", "finalArr", "currency"];

export const renewalImport = recordImport({
  fields: renewalImportFields,
  object: "renewal",
  commands: renewalCommands,
  account: "optional",
  naturalKey: (row) => [
    accountText(row) ?? textOf(row.fields["contract.externalId"]),
    textOf(row.fields["contract.externalId"]),
    textOf(row.fields.dueOn),
  ],
  bodiesOf: async (_batch, rows) =>
    rows.map((row) => {
      const contract = textOf(row.fields["contract.externalId"]);
      const body = plainBody(row, { keepsDefault: sayNothing });
      // A churned renewal has no revenue after it; what the source says there is reported, not written.
      if (row.fields.outcome === "churned") delete body.finalArr;
      return { body: contract ? { ...body, contract: { externalId: contract } } : body };
    }),
  review: async (_batch, rows) =>
    rows.flatMap(({ row, accountId }): Finding[] => {
      if (row.fields.outcome !== "churned" || !(Number(textOf(row.fields.finalArr) ?? 0) > 0)) return [];
      const message = `${textOf(row.fields.externalId) ?? "the renewal"} churned, with ${row.fields.finalArr} a year after it`;
      return [{ kind: "churned-with-revenue", line: row.line, accountId, message }];
    }),
});
