import { expect, test } from "vitest";
import { seal, unseal } from "./seal.ts";

const keeper = (secret: string) => ({ settings: { publicUrl: "", dataDir: "", secret } });
const ours = keeper("a secret of at least 32 characters");

test("what is sealed comes back, to its purpose and its installation alone, and unchanged or not at all", () => {
  const sealed = seal(ours, "test", "client secret ü");
  expect(sealed).not.toContain("client");
  expect(seal(ours, "test", "client secret ü")).not.toBe(sealed);
  expect(unseal(ours, "test", sealed)).toBe("client secret ü");
  expect(unseal(ours, "other", sealed)).toBeUndefined();
  expect(unseal(keeper("another secret of 32 characters !!"), "test", sealed)).toBeUndefined();
  const last = sealed.at(-2) === "A" ? "B" : "A";
  expect(unseal(ours, "test", `${sealed.slice(0, -2)}${last}${sealed.at(-1)}`)).toBeUndefined();
  for (const rubbish of ["", "v1.", "v1.AAAA", "v2.x"]) expect(unseal(ours, "test", rubbish)).toBeUndefined();
});
