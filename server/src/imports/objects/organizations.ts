import { sql } from "kysely";
import { organizationCommands } from "../../organizations/index.ts";
import { organizationImportFields } from "../fields/people.ts";
import { textOf } from "./import-object.ts";
import { plainBody, recordImport } from "./record-import.ts";

export const organizationImport = recordImport({
  fields: organizationImportFields,
  object: "organization",
  commands: organizationCommands,
  account: "none",
  naturalKey: (row) => [textOf(row.fields.name)],
  bodiesOf: async (_batch, rows) => rows.map((row) => ({ body: plainBody(row) })),
  async findExisting({ tx }, rows) {
    const names = rows.map((row) =>
      textOf(row.fields.externalId) ? undefined : textOf(row.fields.name)?.toLowerCase(),
    );
    const { rows: found } = await sql<{ name: string; id: string }>`
      select lower(name) as name, id from organizations
       where lower(name) = any(${names.flatMap((name) => name ?? [])}::text[]) and archived_at is null
    `.execute(tx);
    const byName = Map.groupBy(found, (row) => row.name);
    return names.map((name) => {
      const matches = byName.get(name ?? "") ?? [];
      if (matches.length > 1)
        return {
          problem: { path: "name", message: `to review: ${matches.length} organizations have this name` },
        };
      return matches[0]?.id;
    });
  },
});
