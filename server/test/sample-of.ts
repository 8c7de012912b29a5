import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { z } from "zod";

type Schema = {
  [key: string]: unknown;
  type?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
};

/** A small value that a schema accepts: required properties only, the first of every choice. */
export function sampleOf(schema: z.ZodType): unknown {
  if (schema instanceof z.ZodUndefined) return undefined;
  return sample(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Schema);
}

function sample(schema: Schema): unknown {
  if ("const" in schema) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  const choice = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined;
  if (choice?.[0]) return sample(choice[0]);
  if (Array.isArray(schema.allOf)) return Object.assign({}, ...(schema.allOf as Schema[]).map(sample));
  const make = makers[schema.type ?? ""];
  return make ? make(schema) : "x";
}

const makers: Record<string, (schema: Schema) => unknown> = {
  string: sampleText,
  number: (schema) => Number(schema.minimum ?? schema.exclusiveMinimum ?? 0) + 1,
  integer: (schema) => Number(schema.minimum ?? schema.exclusiveMinimum ?? 0) + 1,
  boolean: () => false,
  null: () => null,
  array: (schema) =>
    Array.from({ length: Number(schema.minItems ?? 0) }, () => (schema.items ? sample(schema.items) : "x")),
  object: (schema) =>
    Object.fromEntries(
      (schema.required ?? []).map((name) => [name, sample(schema.properties?.[name] ?? {})]),
    ),
};

const formats: Record<string, () => string> = {
  uuid: () => randomUUID(),
  date: () => "2026-12-31",
  "date-time": () => "2027-01-01T00:00:00Z",
  email: () => `${randomUUID()}@example.com`,
  uri: () => "https://example.com/",
};

function sampleText(schema: Schema): string {
  const ofFormat = formats[String(schema.format)];
  if (ofFormat) return ofFormat();
  if (typeof schema.pattern === "string") {
    const matching = fc.stringMatching(new RegExp(schema.pattern));
    return fc.sample(matching, { seed: 7, numRuns: 1 })[0] ?? "";
  }
  return "x".repeat(Math.max(1, Number(schema.minLength ?? 1)));
}
