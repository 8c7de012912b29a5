import { type ByteSource, type Dialect, isSeparatorDirective } from "./dialect.ts";
import { LineSplitter, type PhysicalLine } from "./physical-lines.ts";
import { parseRecords } from "./record-parser.ts";
import { type BrokenReason, RecordSplitter, type SplitOutcome } from "./record-splitter.ts";
import { toUtf8 } from "./to-utf8.ts";

/** A row with one value per column of the header; `line` is where it starts, `lines` how many physical lines it spans. */
export type FileRow = { kind: "row"; line: number; lines: number; values: string[] };

/** Lines that could not be read as a row; `text` is what stands there (its beginning, if it is very long). */
export type BrokenLines = {
  kind: "broken";
  line: number;
  lines: number;
  text: string;
  reason: BrokenReason;
  columns?: number;
};

/** Lines without a row that are in order: the header, empty lines, the `sep=` directive. */
export type PassedLines = { kind: "header" | "empty" | "directive"; line: number; lines: number };

/** Every physical line of a file is in exactly one outcome. */
export type FileOutcome = FileRow | BrokenLines | PassedLines;

/**
 * Reads a file from its beginning, in constant memory, as batches of outcomes in the order of its lines. Reading the same file
 * with the same dialect again gives the same outcomes, so that an import can go on from a line number after a crash.
 */
export async function* readFile(source: ByteSource, dialect: Dialect): AsyncGenerator<FileOutcome[]> {
  const converter = toUtf8(dialect);
  const lineSplitter = new LineSplitter();
  const { separator, shape, columns } = dialect;
  const splitter = new RecordSplitter({ separator, shape, columns: columns.length });
  const outcomesOf = (lines: readonly PhysicalLine[], isEnd: boolean): FileOutcome[] => {
    const passed: FileOutcome[] = [];
    const rest: PhysicalLine[] = [];
    for (const line of lines) {
      const outcome = passedLine(line, dialect);
      if (outcome) passed.push(outcome);
      else rest.push(line);
    }
    const outcomes = [...splitter.push(rest), ...(isEnd ? splitter.end() : [])];
    return [...passed, ...toRows(outcomes, dialect)];
  };
  for await (const chunk of source()) {
    const outcomes = outcomesOf(lineSplitter.push(converter.push(chunk)), false);
    if (outcomes.length > 0) yield outcomes;
  }
  const outcomes = outcomesOf([...lineSplitter.push(converter.end()), ...lineSplitter.end()], true);
  if (outcomes.length > 0) yield outcomes;
}

/** Lines up to the header's end never reach the record splitter, and without a header no line does. */
function passedLine(line: PhysicalLine, dialect: Dialect): FileOutcome | undefined {
  const { number, text } = line;
  if (dialect.columns.length > 0 && number >= dialect.headerLine + dialect.headerLines) return undefined;
  if (isSeparatorDirective(line)) return { kind: "directive", line: number, lines: 1 };
  if (!line.fault && text.trim() === "") return { kind: "empty", line: number, lines: 1 };
  if (dialect.columns.length === 0)
    return { kind: "broken", line: number, lines: 1, text, reason: "no-header" };
  return { kind: number < dialect.headerLine ? "empty" : "header", line: number, lines: 1 };
}

function toRows(outcomes: readonly SplitOutcome[], { separator, columns }: Dialect): FileOutcome[] {
  const records = outcomes.filter((outcome) => outcome.kind === "record");
  const parsed = parseRecords(
    records.map((record) => record.text),
    separator,
  );
  const valuesByLine = new Map(records.map((record, at) => [record.line, parsed[at]]));
  return outcomes.map((outcome): FileOutcome => {
    if (outcome.kind !== "record") return outcome;
    const { line, lines, text } = outcome;
    const values = valuesByLine.get(line);
    if (values?.length === columns.length) return { kind: "row", line, lines, values };
    return { kind: "broken", line, lines, text, reason: "unparsable" };
  });
}
