import { fieldWords } from "./field-words.ts";

type FieldError = { readonly path: string; readonly message: string };

/** The sentence of an answer that only repeats the first of its field errors. */
export const repeated = ({ path, message }: FieldError): string => `${fieldWords(path)}: ${message}`;

/**
 * What a form says as a whole: the fields at which errors stand, by their labels; errors whose field the form does not have,
 * by name; and a sentence of the answer that says more than these.
 */
export function formError(
  sentence: string | undefined,
  errors: readonly FieldError[],
  labels: ReadonlyMap<string, string>,
): string | undefined {
  if (errors.length === 0) return sentence;
  const labelOf = (path: string) => labels.get(path) ?? labels.get(rowOf(path));
  const there = [...new Set(errors.flatMap(({ path }) => labelOf(path) ?? []))];
  const elsewhere = errors.filter(({ path }) => labelOf(path) === undefined);
  const own =
    sentence !== undefined && !errors.some((error) => repeated(error) === sentence) ? sentence : null;
  if (own !== null) return own;
  const parts = [
    ...(there.length > 0 ? [`Check ${listed(there.map((label) => `“${label}”`))}.`] : []),
    ...elsewhere.map((error) => (error.path === "" ? error.message : repeated(error))),
  ];
  return parts.join(" ");
}

/** The row that a field is in: `items[3].label` is in `items[3]`. */
export const rowOf = (path: string): string => /^[^[.]+\[\d+\]/.exec(path)?.[0] ?? path;

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
