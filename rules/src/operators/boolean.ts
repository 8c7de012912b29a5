import { z } from "zod";
import { type Operator, operator } from "./operator.ts";

const membership = (id: string, label: string, negated: boolean): Operator =>
  operator({
    id,
    label,
    types: ["segment"],
    editor: "none",
    sql: (operand) => (negated ? `NOT (${operand.sql})` : `(${operand.sql})`),
    evaluate: (seen) => (seen === true) !== negated,
    describe: (subject) => `${label} ${subject}`,
  });

/** Yes or no, and membership of segments, which is never missing. */
export const booleanOperators: readonly Operator[] = [
  operator<boolean>({
    id: "is",
    label: "is",
    types: ["boolean"],
    editor: "yes-no",
    value: z.boolean({ error: "Give true or false." }),
    sql: (operand, value) => (value ? `(${operand.sql})` : `NOT (${operand.sql})`),
    evaluate: (seen, value) => seen === value,
    describe: (subject, value) => `${subject} is ${value ? "yes" : "no"}`,
  }),
  membership("is-in", "is in", false),
  membership("is-not-in", "is not in", true),
];
