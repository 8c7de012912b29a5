import type { Parsed } from "./parsed.ts";

const yes = new Set([
  "true",
  "t",
  "yes",
  "y",
  "1",
  "on",
  "x",
  "checked",
  "wahr",
  "ja",
  "oui",
  "vrai",
  "si",
  "sí",
]);
const no = new Set(["false", "f", "no", "n", "0", "off", "unchecked", "falsch", "nein", "non", "faux"]);

/** Reads a claim as sheets write them: TRUE/false, yes/no, 1/0, on/off, x, and what German and French Excel write. */
export function readBoolean(raw: string): Parsed<boolean> {
  const word = raw.trim().toLowerCase();
  if (yes.has(word)) return { value: true };
  if (no.has(word)) return { value: false };
  return { reason: "is neither yes nor no" };
}
