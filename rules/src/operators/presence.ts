import { fieldTypes } from "../catalog.ts";
import { type Operator, operator } from "./operator.ts";

const types = fieldTypes.filter((type) => type !== "segment");

/** The only operators with an answer about what is missing: nothing stored, an empty text, an empty list. */
export const presenceOperators: readonly Operator[] = [
  operator({
    id: "is-set",
    label: "is set",
    types,
    editor: "none",
    aboutPresence: true,
    sql: (operand) => `(${operand.sql}) IS NOT NULL`,
    evaluate: (seen) => seen !== null,
    describe: (subject) => `${subject} is set`,
  }),
  operator({
    id: "is-empty",
    label: "is empty",
    types,
    editor: "none",
    aboutPresence: true,
    sql: (operand) => `(${operand.sql}) IS NULL`,
    evaluate: (seen) => seen === null,
    describe: (subject) => `${subject} is empty`,
  }),
];
