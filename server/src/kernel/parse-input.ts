import type { z } from "zod";
import { problem } from "./errors.ts";
import { wordsForIssue } from "./input-words.ts";

/** Parses an input by its schema. @throws Problem `invalid-input` naming every field that is wrong */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input, { error: wordsForIssue });
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => ({
    path: pathText(issue.path),
    message: issue.message,
  }));
  const first = fields[0];
  const where = first && first.path !== "" ? `${first.path}: ` : "";
  throw problem("invalid-input", `${where}${first?.message ?? "the input is not valid"}`, { fields });
}

/** `["items", 3, "name"]` → `items[3].name`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    return text === "" ? String(part) : `${text}.${String(part)}`;
  }, "");
}
