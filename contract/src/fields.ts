import { z } from "zod";
import { dateText, instantText } from "./endpoint.ts";

/** The types a field or trait can have. */
export const fieldTypes = [
  "text",
  "long-text",
  "number",
  "integer",
  "currency",
  "percentage",
  "boolean",
  "date",
  "instant",
  "select",
  "multi-select",
  "text-list",
  "url",
  "email",
  "teammate",
  "contact",
  "account",
  "organization",
] as const;
export type FieldType = (typeof fieldTypes)[number];

export const toneSchema = z.enum(["neutral", "good", "warn", "bad", "accent"]);
export const optionSchema = z.object({
  value: z.string().min(1).max(200),
  label: z.string().min(1).max(200),
  tone: toneSchema.optional(),
});
/** One choice of a select. `value` is what is stored. */
export type Option = z.infer<typeof optionSchema>;

/** What the contract says of a field; the server adds where it is stored. */
export type FieldSpec = {
  /** How rules, lists, imports and the API name it: `name`, `trait:plan_x`, `metric:logins_30d`. */
  readonly slug: string;
  readonly label: string;
  readonly type: FieldType;
  readonly options?: readonly Option[];
  readonly isRequired?: boolean;
  readonly isReadOnly?: boolean;
  readonly description?: string;
  readonly group?: string;
  /** How many digits after the point are shown of a number. */
  readonly decimals?: number;
};

type ValueOf<T extends FieldType> = T extends "boolean"
  ? boolean
  : T extends "integer" | "number" | "percentage"
    ? number
    : T extends "multi-select" | "text-list"
      ? string[]
      : string;
type ValuesOf<F extends readonly FieldSpec[]> = { [K in F[number] as K["slug"]]: ValueOf<K["type"]> | null };
type InputOf<F extends readonly FieldSpec[]> = {
  [K in F[number] as K["slug"]]?: ValueOf<K["type"]> | string | null;
};

const number = z.union([z.number(), z.string().max(60)]).describe("A number, or exactly as a decimal string");
const inputs: Record<FieldType, z.ZodType> = {
  text: z.string(),
  "long-text": z.string(),
  number,
  integer: number,
  currency: number,
  percentage: number,
  boolean: z.union([z.boolean(), z.string()]),
  date: z.string().describe("Calendar date, YYYY-MM-DD"),
  instant: z.string().describe("Instant, RFC 3339"),
  select: z.string(),
  "multi-select": z.array(z.string()),
  "text-list": z.union([z.array(z.string()), z.string()]),
  url: z.string(),
  email: z.string(),
  teammate: z.string(),
  contact: z.string(),
  account: z.string(),
  organization: z.string(),
};
const outputs: Record<FieldType, z.ZodType> = {
  ...inputs,
  number: z.union([z.number(), z.string()]),
  integer: z.number(),
  currency: z.string(),
  percentage: z.number(),
  boolean: z.boolean(),
  date: dateText,
  instant: instantText,
  "text-list": z.array(z.string()),
};

/** The schema of a record's built-in values, all nullable. */
export function valuesSchema<const F extends readonly FieldSpec[]>(
  fields: F,
): z.ZodObject<{ [K in keyof ValuesOf<F>]: z.ZodType<ValuesOf<F>[K]> }> {
  const shape = Object.fromEntries(fields.map((field) => [field.slug, outputs[field.type].nullable()]));
  return z.object(shape) as never;
}

/** The schema of what may be sent: every field optional, null clears. */
export function inputSchema<const F extends readonly FieldSpec[]>(
  fields: F,
): z.ZodObject<{ [K in keyof InputOf<F>]: z.ZodType<InputOf<F>[K]> }> {
  const editable = fields.filter((field) => !field.isReadOnly);
  const shape = Object.fromEntries(editable.map((field) => [field.slug, inputs[field.type].nullish()]));
  return z.object(shape) as never;
}
