import { expect, test } from "vitest";
import { seal, unseal } from "./seal.ts";

test("what is sealed is opened with the same secret and purpose, and nothing else opens it", () => {
  const sealed = seal("a secret", "slack", "xoxb-1");
  expect(sealed).not.toContain("xoxb");
  expect(seal("a secret", "slack", "xoxb-1")).not.toBe(sealed);
  expect(unseal("a secret", "slack", sealed)).toBe("xoxb-1");
  expect(() => unseal("another", "slack", sealed)).toThrow(/cannot be read/);
  expect(() => unseal("a secret", "crm", sealed)).toThrow(/cannot be read/);
  expect(() =>
    unseal(
      "a secret",
      "slack",
      sealed.replace(/.$/, (last) => (last === "A" ? "B" : "A")),
    ),
  ).toThrow();
});
