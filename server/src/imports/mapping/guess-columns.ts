import type { ImportField, ImportFields, ValueType } from "../fields/import-field.ts";
import type { ColumnProfile } from "../reading/column-profile.ts";
import { readBoolean } from "../reading/values/boolean.ts";
import { headerCurrency, headerWords } from "./header-words.ts";

/** A field guessed for a column, and how: by the field's own name, or by a name other systems use. */
export type ColumnGuess = { field: string; by: "name" | "synonym" };

/**
 * Guesses which field each column holds, from its header and, as a veto, from its values: a column called `created` is no date
 * when it holds names. Every field goes to one column at most, the better match first. Returns field by column.
 */
export function guessColumns(
  { fields, nouns }: ImportFields,
  columns: readonly ColumnProfile[],
): Map<string, ColumnGuess> {
  const guessed = bestMatches(fields, nouns, columns);
  const id = fields.find((field) => field.field === "externalId");
  const first = columns[0];
  const hasId = [...guessed.values()].some(({ field }) => field === "externalId");
  // A sheet of schools begins with school_id: the first column names what the rows are.
  const noun = first && /^(.+) id$/.exec(headerWords(first.name))?.[1];
  if (!id || hasId || !first || !noun || guessed.has(first.name) || !isKeyLike(first)) return guessed;
  return bestMatches(fields, [...nouns, noun], columns);
}

function isKeyLike({ empty, filled, distinct }: ColumnProfile): boolean {
  return empty === 0 && (distinct === undefined || distinct.length === filled);
}

function bestMatches(
  fields: readonly ImportField[],
  nouns: readonly string[],
  columns: readonly ColumnProfile[],
): Map<string, ColumnGuess> {
  const matches = columns.flatMap((column, at) =>
    fields.flatMap((field) => {
      const score = matchScore(field, nouns, column.name);
      return score > 0 && isCompatible(field, column)
        ? [{ column: column.name, at, field: field.field, score }]
        : [];
    }),
  );
  matches.sort((a, b) => b.score - a.score || a.at - b.at);
  const guessed = new Map<string, ColumnGuess>();
  const taken = new Set<string>();
  for (const { column, field, score } of matches) {
    if (guessed.has(column) || taken.has(field)) continue;
    guessed.set(column, { field, by: score >= ownName ? "name" : "synonym" });
    taken.add(field);
  }
  return guessed;
}

const ownName = 400;
const synonym = 300;
const nounAndOwnName = 200;
const nounAndSynonym = 100;

function matchScore(field: ImportField, nouns: readonly string[], column: string): number {
  const own = headerWords(field.field);
  const synonyms = field.synonyms ?? [];
  for (const words of [headerWords(column), ...shorter(field, column)]) {
    if (words === own) return ownName;
    const at = synonyms.indexOf(words);
    if (at !== -1) return synonym - at;
    for (const noun of nouns) {
      if (!words.startsWith(`${noun} `)) continue;
      const rest = words.slice(noun.length + 1);
      if (rest === own) return nounAndOwnName;
      const atRest = synonyms.indexOf(rest);
      if (atRest !== -1) return nounAndSynonym - atRest;
    }
  }
  return 0;
}

/** The header without what it says beside the field's name: a currency behind an amount, `is` or `flag` around a claim. */
function shorter(field: ImportField, column: string): string[] {
  const words = headerWords(column);
  if (field.type === "currency" && headerCurrency(column)) return [words.replace(/ \S+$/, "")];
  if (field.type === "boolean") return [words.replace(/^(is|has) /, "").replace(/ flag$/, "")];
  return [];
}

const numeric: readonly ValueType[] = ["number", "integer", "currency", "percentage"];
const timed: readonly ValueType[] = ["date", "instant", "month"];
const serialOrEpoch = /^([1-9]\d{4}(\.\d+)?|1\d{9}|1\d{12})$/;

/** Whether a good part of the column's values could be read as the field's type. */
function isCompatible({ type }: ImportField, column: ColumnProfile): boolean {
  if (column.filled === 0) return true;
  const { plausible, examples, distinct } = column;
  if (numeric.includes(type)) return plausible.includes("number");
  if (timed.includes(type)) {
    const isMonth = type === "month" && plausible.includes("month");
    return isMonth || plausible.includes("date") || examples.every((example) => serialOrEpoch.test(example));
  }
  if (type === "boolean") {
    return (
      plausible.includes("boolean") || (distinct ?? ["no"]).every((word) => "value" in readBoolean(word))
    );
  }
  return type === "email" ? plausible.includes("email") : true;
}
