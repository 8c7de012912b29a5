import { noValidation, type TraitValidation } from "@perennial/contract";
import { problem } from "../kernel/errors.ts";

/** @throws Problem `invalid-input` when an option stands twice */
export function assertDistinctOptions(values: readonly string[]): void {
  const repeated = values.find((value, index) => values.indexOf(value) !== index);
  if (repeated === undefined) return;
  throw problem("invalid-input", `The option “${repeated}” stands twice.`, {
    fields: [{ path: "options", message: "each value once" }],
  });
}

/** @throws Problem `invalid-input`: a formula's values are what they are, nobody can be asked to mend them */
export function assertUnvalidated(validation: TraitValidation): void {
  if (JSON.stringify(validation) === JSON.stringify(noValidation)) return;
  const message = "A calculated trait has no validation.";
  throw problem("invalid-input", message, { fields: [{ path: "validation", message }] });
}
