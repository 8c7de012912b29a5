import { problem } from "../kernel/errors.ts";

/** @throws Problem `invalid-input` when an option stands twice */
export function assertDistinctOptions(values: readonly string[]): void {
  const repeated = values.find((value, index) => values.indexOf(value) !== index);
  if (repeated === undefined) return;
  throw problem("invalid-input", `The option “${repeated}” stands twice.`, {
    fields: [{ path: "options", message: "each value once" }],
  });
}
