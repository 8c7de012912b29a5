import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { operators } from "@perennial/rules";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
/** `subject: …, op: "…"` of one literal. */
const condition = /subject: [^{}]*?,\s*op: "([^"]+)"/g;

test("every condition that a page writes down asks with an operator there is", () => {
  const known = new Set(operators.map(({ id }) => id));
  const pages = globSync("**/*.{ts,tsx}", { cwd: root }).filter((file) => !file.endsWith(".test.ts"));
  const asked = pages.flatMap((file) =>
    [...readFileSync(join(root, file), "utf8").matchAll(condition)].map(([, op = ""]) => ({ file, op })),
  );
  expect(asked.length).toBeGreaterThan(30);
  expect(asked.filter(({ op }) => !known.has(op))).toEqual([]);
});
