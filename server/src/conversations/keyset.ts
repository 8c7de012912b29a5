import { problem } from "../kernel/errors.ts";
import { isId } from "../kernel/ids.ts";

/** Where a list by time goes on: the last row's instant and id. */
export type Keyset = { at: string; id: string };

export function writeKeyset({ at, id }: Keyset): string {
  return Buffer.from(`${at} ${id}`).toString("base64url");
}

/** @throws Problem `invalid-input` when the cursor is not one of ours */
export function parseKeyset(cursor: string | undefined): Keyset | null {
  if (cursor === undefined) return null;
  const [at = "", id = ""] = Buffer.from(cursor, "base64url").toString().split(" ");
  try {
    if (isId(id)) return { at: Temporal.Instant.from(at).toString(), id };
  } catch {
    // Falls through to the refusal.
  }
  throw problem("invalid-input", "This cursor was not given by us. Leave it out to read from the start.", {
    fields: [{ path: "cursor", message: "not a cursor of this list" }],
  });
}
