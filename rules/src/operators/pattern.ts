import { matchesPattern } from "../pattern/match-pattern.ts";
import { PatternError, parsePattern } from "../pattern/parse-pattern.ts";
import { postgresPattern } from "../pattern/postgres-pattern.ts";
import { type Operator, operator } from "./operator.ts";
import { textTypes, textValue } from "./value-schemas.ts";

const value = textValue.superRefine((source, context) => {
  try {
    parsePattern(source);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    context.addIssue({ code: "custom", message: error.message });
  }
});

const pattern = (id: string, label: string, negated: boolean): Operator =>
  operator<string>({
    id,
    label,
    types: textTypes,
    editor: "text",
    value,
    sql(operand, source, scope) {
      const test = `(${operand.sql}) COLLATE "C" ~ ${scope.param(postgresPattern(source), "text")}`;
      return negated ? `NOT (${test})` : test;
    },
    evaluate: (seen, source) => matchesPattern(source, String(seen)) !== negated,
    describe: (subject, source) => `${subject} ${label} “${source}”`,
  });

/** Patterns, found anywhere in the text, blind to case as all comparisons of text. */
export const patternOperators: readonly Operator[] = [
  pattern("matches", "matches the pattern", false),
  pattern("does-not-match", "does not match the pattern", true),
];
