import { expect, test } from "vitest";
import { formError } from "./form-error.ts";

const labels = new Map([
  ["dueOn", "Due date"],
  ["targetArr", "Target"],
  ["items[3]", "step 4"],
]);
const named = { path: "items[3].label", message: "is required" };
const due = { path: "dueOn", message: "a date such as 2027-03-12" };
const target = { path: "targetArr", message: "must not be below 0" };

test.each([
  ["nothing", undefined, [], undefined],
  ["a sentence without fields", "The server is away.", [], "The server is away."],
  ["one field that is there", "Due on: a date such as 2027-03-12", [due], "Check “Due date”."],
  ["two", "Due on: a date such as 2027-03-12", [due, target], "Check “Due date” and “Target”."],
  [
    "a field that is not there",
    "Owner ID: there is none",
    [{ path: "ownerId", message: "there is none" }],
    "Owner ID: there is none",
  ],
  ["a field of a row that is there", "Label, row 4: is required", [named], "Check “step 4”."],
  ["a sentence that says more", "A target is not below 0.", [target], "A target is not below 0."],
  ["fields although the sentence is held back", undefined, [due], "Check “Due date”."],
] as const)("%s", (_, sentence, errors, said) => expect(formError(sentence, errors, labels)).toBe(said));
