import type { DetectedEncoding } from "./encoding.ts";
import { EncodingDetector } from "./encoding.ts";
import { nameColumns } from "./header.ts";
import { LineSplitter, type PhysicalLine } from "./physical-lines.ts";
import { parseRecords } from "./record-parser.ts";
import { RecordSplitter, type SplitOutcome } from "./record-splitter.ts";
import { RowShape } from "./row-shape.ts";
import { toUtf8 } from "./to-utf8.ts";

/** A file that can be read more than once from its beginning. */
export type ByteSource = () => AsyncIterable<Uint8Array>;

/** How a file is written: everything needed to read it again the same way. */
export type Dialect = DetectedEncoding & {
  separator: string;
  /** Unique column names in the file's order; empty when the header could not be read. */
  columns: string[];
  /** The header's first line and how many lines it spans; lines before it are empty or the `sep=` directive. */
  headerLine: number;
  headerLines: number;
  shape: RowShape;
};

export const separators = [",", ";", "\t", "|"] as const;

const sampleBytes = 256 * 1024;
const directive = /^"?sep=(.)"?$/i;

/** Whether a line is the directive by which spreadsheets announce their separator. */
export function isSeparatorDirective(line: PhysicalLine): boolean {
  return line.number === 1 && directive.test(line.text.trim());
}

/** Finds out how a file is written: its encoding from all of its bytes, everything else from its first 256 KB. */
export async function detectDialect(source: ByteSource): Promise<Dialect> {
  const detector = new EncodingDetector();
  for await (const chunk of source()) detector.observe(chunk);
  const encoding = detector.decide();
  const lines = await sampleLines(source, encoding);
  const told =
    lines[0] && isSeparatorDirective(lines[0]) ? directive.exec(lines[0].text.trim())?.[1] : undefined;
  const sample = told ? lines.slice(1) : lines;
  const separator = told ?? detectSeparator(sample);
  const header = split(sample, separator).find((outcome) => outcome.kind !== "empty");
  const names = header?.kind === "record" ? parseRecords([header.text], separator)[0] : undefined;
  const columns = names ? nameColumns(names) : [];
  const headerLine = header?.line ?? 1;
  const headerLines = header?.lines ?? 1;
  const rows = sample.filter((line) => line.number >= headerLine + headerLines);
  return {
    ...encoding,
    separator,
    columns,
    headerLine,
    headerLines,
    shape: learnShape(rows, separator, columns),
  };
}

async function sampleLines(source: ByteSource, encoding: DetectedEncoding): Promise<PhysicalLine[]> {
  const converter = toUtf8(encoding);
  const splitter = new LineSplitter();
  const lines: PhysicalLine[] = [];
  let read = 0;
  for await (const chunk of source()) {
    lines.push(...splitter.push(converter.push(chunk)));
    read += chunk.length;
    if (read >= sampleBytes) return lines;
  }
  return [...lines, ...splitter.push(converter.end()), ...splitter.end()];
}

function split(lines: readonly PhysicalLine[], separator: string, columns?: number): SplitOutcome[] {
  const splitter = new RecordSplitter({ separator, ...(columns !== undefined && { columns }) });
  return [...splitter.push(lines), ...splitter.end()];
}

/** The separator by which the most columns of the header return in the most rows. */
function detectSeparator(lines: readonly PhysicalLine[]): string {
  let best: string = separators[0];
  let bestScore = 0;
  for (const separator of separators) {
    const [header, ...records] = split(lines, separator).filter((outcome) => outcome.kind === "record");
    if (!header || header.columns < 2) continue;
    const agreeing = records.filter((record) => record.columns === header.columns).length;
    const score = header.columns * ((agreeing + 1) / (records.length + 1));
    if (score > bestScore) {
      best = separator;
      bestScore = score;
    }
  }
  return best;
}

function learnShape(lines: readonly PhysicalLine[], separator: string, columns: readonly string[]): RowShape {
  const shape = new RowShape();
  const texts = split(lines, separator, columns.length)
    .filter((outcome) => outcome.kind === "record" && outcome.lines === 1)
    .map((outcome) => (outcome.kind === "record" ? outcome.text : ""));
  for (const values of parseRecords(texts, separator)) if (values) shape.learn(values);
  return shape;
}
