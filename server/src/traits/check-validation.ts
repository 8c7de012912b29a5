import type { FieldType, TraitFormat, TraitValidation } from "@perennial/contract";
import { PatternError, parsePattern } from "@perennial/rules";
import type { App } from "../kernel/app.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { parseFieldValue, parseRequirement } from "../objects/index.ts";

const bounded: readonly FieldType[] = ["number", "currency", "percentage", "date", "instant"];
const numeric: readonly FieldType[] = ["number", "currency", "percentage"];
const textual: readonly FieldType[] = ["text", "long-text", "url", "email"];

/**
 * Checks that a validation means something for a type of trait and cannot contradict itself.
 * @throws Problem `invalid-input` with the path of what is wrong
 */
export async function checkValidation(
  app: App,
  tx: Tx,
  trait: { object: string; slug: string; type: FieldType; validation: TraitValidation; format: TraitFormat },
): Promise<void> {
  const { type, validation, format } = trait;
  const { min, max, pattern, allowed, requiredWhen } = validation;
  if ((min !== null || max !== null) && !bounded.includes(type)) {
    throw refuse(min === null ? "max" : "min", "Only numbers, amounts and dates have a range.");
  }
  assertBound("min", min, type);
  assertBound("max", max, type);
  if (min !== null && max !== null && isGreater(min, max, type)) {
    throw refuse("max", `The greatest value ${max} is below the least, ${min}.`);
  }
  if ((pattern !== null || allowed.length > 0) && !textual.includes(type)) {
    throw refuse(pattern === null ? "allowed" : "pattern", "Only texts have a pattern and allowed values.");
  }
  if (pattern !== null) assertPattern(pattern);
  if (new Set(allowed).size < allowed.length) throw refuse("allowed", "An allowed value stands twice.");
  if ((format.decimals !== null || format.unit !== "") && !numeric.includes(type)) {
    throw problem("invalid-input", "Only numbers have decimals and a unit.", {
      fields: [{ path: "format", message: "only numbers have decimals and a unit" }],
    });
  }
  if (requiredWhen !== null) await parseRequirement(app, tx, trait.object, requiredWhen);
}

function assertBound(path: "min" | "max", bound: string | null, type: FieldType): void {
  if (bound === null) return;
  const parsed = parseFieldValue(
    {
      object: "",
      slug: path,
      label: path,
      group: "",
      type,
      column: { table: "record", name: "" },
      origin: "trait",
      isEditable: true,
    },
    bound,
  );
  if ("problem" in parsed) throw refuse(path, parsed.problem);
}

function assertPattern(pattern: string): void {
  try {
    parsePattern(pattern);
  } catch (error) {
    if (error instanceof PatternError) throw refuse("pattern", error.message);
    throw error;
  }
}

function isGreater(a: string, b: string, type: FieldType): boolean {
  return numeric.includes(type) ? Number(a) > Number(b) : a > b;
}

function refuse(path: string, message: string) {
  return problem("invalid-input", message, { fields: [{ path: `validation.${path}`, message }] });
}
