import { expect, test } from "vitest";
import { allows } from "./me.ts";

test.each([
  [["*"], "renewals.write", true],
  [["renewals.*"], "renewals.write", true],
  [["renewals.read"], "renewals.write", false],
  [["renewals.*"], "renewals-archive.read", false],
  [["renewals.write"], "renewals.write", true],
  [[], "renewals.read", false],
])("%j and %s: %j", (given, wanted, isAllowed) => expect(allows(given, wanted)).toBe(isAllowed));
