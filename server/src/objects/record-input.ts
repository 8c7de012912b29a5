import type { RecordInput } from "./write-records.ts";

type Body = Readonly<Record<string, unknown>>;

/**
 * Splits what the API takes (`{ name, traits: {…}, keyRoles: {…}, account, … }`) into values by field slug, the
 * record's external id, and what is no field of it.
 */
export function recordInputOf(
  body: Body,
  isField: (slug: string) => boolean,
): Pick<RecordInput, "values" | "extras" | "externalIds"> {
  const { traits, keyRoles, externalId, source, ...rest } = body;
  const values: Record<string, unknown> = {};
  const extras: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(rest)) {
    if (isField(key)) values[key] = value;
    else if (value !== undefined) extras[key] = value;
  }
  for (const [slug, value] of Object.entries((traits ?? {}) as Body)) values[`trait:${slug}`] = value;
  for (const [slug, value] of Object.entries((keyRoles ?? {}) as Body)) values[`keyRole:${slug}`] = value;
  const externalIds =
    typeof externalId === "string"
      ? [{ source: typeof source === "string" ? source : "app", externalId }]
      : [];
  return { values, extras, externalIds };
}
