import { expect, test } from "vitest";
import { fieldWords } from "./field-words.ts";

test.each([
  ["dueOn", "Due on"],
  ["targetArr", "Target ARR"],
  ["validation.allowed", "Allowed"],
  ["items[3].default_likelihood", "Default likelihood, row 4"],
  ["lines[0]", "Lines, row 1"],
  ["ownerId", "Owner ID"],
])("the field %j is called %j", (path, words) => expect(fieldWords(path)).toBe(words));
