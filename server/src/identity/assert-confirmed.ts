import { problem } from "../kernel/errors.ts";

/** @throws Problem `invalid-input` when what was typed is not what had to be typed */
export function assertConfirmed(typed: string, wanted: string): void {
  if (typed.trim().toLowerCase() === wanted.trim().toLowerCase()) return;
  throw problem("invalid-input", `Type “${wanted}” to confirm: erasing cannot be undone.`, {
    fields: [{ path: "confirmation", message: `is not “${wanted}”` }],
  });
}
