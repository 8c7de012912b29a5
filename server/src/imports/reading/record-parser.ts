import { parse } from "csv-parse/sync";

/**
 * The fields of records that the splitter found well-formed, in one pass of the CSV library over all of them. Values are
 * trimmed of blanks outside quotes; line ends inside quotes are `\n`.
 *
 * Splitter and library could disagree about where a record ends; then their numbers differ, and the records are parsed one
 * by one, so that a disagreement spoils its own record (`undefined`) and no other.
 */
export function parseRecords(texts: readonly string[], separator: string): (string[] | undefined)[] {
  const together = tryParse(texts.join("\n"), separator);
  if (together && together.length === texts.length) return together;
  return texts.map((text) => {
    const alone = tryParse(text, separator);
    return alone?.length === 1 ? alone[0] : undefined;
  });
}

function tryParse(text: string, separator: string): string[][] | undefined {
  try {
    return parse(text, {
      delimiter: separator,
      record_delimiter: ["\n"],
      trim: true,
      relax_quotes: true,
      relax_column_count: true,
    });
  } catch {
    return undefined;
  }
}
