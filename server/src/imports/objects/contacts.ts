import { sql } from "kysely";
import { contactCommands } from "../../contacts/index.ts";
import { findByExternalIds } from "../../objects/index.ts";
import { contactImportFields } from "../fields/people.ts";
import { textOf } from "./import-object.ts";
import { plainBody, recordImport } from "./record-import.ts";

export const contactImport = recordImport({
  fields: contactImportFields,
  object: "contact",
  commands: contactCommands,
  account: "optional",
  naturalKey: (row) => [textOf(row.fields.email)],
  bodiesOf: async (_batch, rows) => rows.map((row) => ({ body: plainBody(row) })),
  /** A person whom we know by e-mail and not yet by this source's id is the same person. */
  async findExisting({ tx, source }, rows) {
    const externalIds = rows.flatMap((row) => textOf(row.fields.externalId) ?? []);
    const known = await findByExternalIds(tx, "contact", source, [...new Set(externalIds)]);
    const emails = rows.map((row) => {
      const externalId = textOf(row.fields.externalId);
      return externalId && known.has(externalId) ? undefined : textOf(row.fields.email)?.toLowerCase();
    });
    const { rows: found } = await sql<{ email: string; id: string; has_own: boolean }>`
      select lower(c.email) as email, c.id, exists (
               select from external_ids e
                where e.object = 'contact' and e.object_id = c.id and e.source = ${source}) as has_own
        from contacts c
       where lower(c.email) = any(${emails.flatMap((email) => email ?? [])}::text[]) and c.archived_at is null
    `.execute(tx);
    const byEmail = Map.groupBy(found, (row) => row.email);
    const taken = new Set<string>();
    return rows.map((row, index) => {
      const isNamed = textOf(row.fields.externalId) !== undefined;
      const matches = (byEmail.get(emails[index] ?? "") ?? []).filter((match) => !isNamed || !match.has_own);
      const [only] = matches;
      if (!isNamed && matches.length > 1)
        return {
          problem: { path: "email", message: `to review: ${matches.length} contacts have this e-mail` },
        };
      if (!only || matches.length > 1 || taken.has(only.id)) return undefined;
      taken.add(only.id);
      return only.id;
    });
  },
});
