import { problem } from "../kernel/errors.ts";
import type { Catalog, Field } from "../objects/index.ts";

const numericTypes: readonly string[] = ["number", "integer", "currency", "percentage"];

/**
 * The number of accounts that a slug names.
 * @param path where the request names it
 * @throws Problem `invalid-input`
 */
export function numberOfAccounts(catalog: Catalog, slug: string, path: string): Field {
  const field = catalog.fieldsOf("account").get(slug);
  if (field && numericTypes.includes(field.type)) return field;
  const message = `“${slug}” is no number of accounts.`;
  throw problem("invalid-input", message, { fields: [{ path, message }] });
}
