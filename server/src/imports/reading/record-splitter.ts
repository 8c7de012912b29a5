import type { LineFault, PhysicalLine } from "./physical-lines.ts";
import { type QuoteFault, type QuoteScan, scanLine, startOfRecord } from "./quote-scan.ts";
import { parseRecords } from "./record-parser.ts";
import type { RowShape } from "./row-shape.ts";

/** Why lines could not be read as a row. */
export type BrokenReason =
  | LineFault
  | QuoteFault
  | "quote-not-closed"
  | "too-few-columns"
  | "too-many-columns"
  | "left-over"
  | "unparsable"
  | "no-header";

/** A well-formed record, an empty line, or lines that could not be read. Every physical line is in exactly one of them. */
export type SplitOutcome =
  | { kind: "record"; line: number; lines: number; text: string; columns: number }
  | { kind: "empty"; line: number; lines: 1 }
  | { kind: "broken"; line: number; lines: number; text: string; reason: BrokenReason; columns?: number };

export type SplitterOptions = {
  separator: string;
  /** The number of columns every record must have: the header's. Absent while the header itself is looked for. */
  columns?: number;
  /** What rows look like, if that is known already. */
  shape?: RowShape;
};

/** A quote open for longer than this is taken for a forgotten one. */
export const longestQuotedLines = 500;
export const longestQuotedBytes = 64 * 1024;

/**
 * Joins physical lines to records, and comes back into step after a line that breaks the rules of quoting.
 *
 * A record is the shortest run of lines whose quotes are closed. When a quote stays open too long, or closes where no field
 * ends, or the joined record has the wrong number of columns, only its first line is given up and reading starts again at
 * the line after it: those lines may well be good rows. Pieces of the broken row may lie about between them, so that until the
 * next good row a line counts as one only if it looks like the file's other rows.
 */
export class RecordSplitter {
  readonly #separator: string;
  readonly #columns: number | undefined;
  readonly #shape: RowShape | undefined;
  readonly #lines: PhysicalLine[] = [];
  #scan: QuoteScan = startOfRecord;
  #scanned = 0;
  #scannedBytes = 0;
  /** Up to here lines were read as part of a row that was given up. */
  #givenUpUntil = 0;
  /** Up to here its pieces may lie about, unless a row turns up before. */
  #suspectUntil = 0;

  constructor({ separator, columns, shape }: SplitterOptions) {
    this.#separator = separator;
    this.#columns = columns;
    this.#shape = shape;
  }

  push(lines: readonly PhysicalLine[]): SplitOutcome[] {
    for (const line of lines) this.#lines.push(line);
    return this.#drain(false);
  }

  end(): SplitOutcome[] {
    return this.#drain(true);
  }

  #drain(isEnd: boolean): SplitOutcome[] {
    const outcomes: SplitOutcome[] = [];
    let from = 0;
    for (;;) {
      const outcome = this.#next(from, isEnd);
      if (!outcome) break;
      outcomes.push(outcome);
      from += outcome.lines;
      this.#scan = startOfRecord;
      this.#scanned = 0;
      this.#scannedBytes = 0;
    }
    this.#lines.splice(0, from);
    return outcomes;
  }

  /** The outcome that starts at the buffered line `from`, or nothing while more lines are needed to tell. */
  #next(from: number, isEnd: boolean): SplitOutcome | undefined {
    const first = this.#lines[from];
    if (!first) return undefined;
    if (first.fault) return broken(first, first.fault);
    for (;;) {
      const line = this.#lines[from + this.#scanned];
      if (!line && !isEnd) return undefined;
      if (!line || line.fault) return this.#giveUpFirst(first, "quote-not-closed");
      this.#scan = scanLine(line.text, this.#separator, this.#scan);
      this.#scanned += 1;
      this.#scannedBytes += line.bytes + 1;
      if (this.#scan.fault) {
        return this.#giveUpFirst(first, this.#scanned > 1 ? "quote-not-closed" : this.#scan.fault);
      }
      if (!this.#scan.isOpen) break;
      const isTooLong = this.#scanned >= longestQuotedLines || this.#scannedBytes > longestQuotedBytes;
      if (isTooLong) return this.#giveUpFirst(first, "quote-not-closed");
    }
    return this.#closed(this.#lines.slice(from, from + this.#scanned), first);
  }

  #closed(lines: readonly PhysicalLine[], first: PhysicalLine): SplitOutcome {
    const text = lines.length === 1 ? first.text : lines.map((line) => line.text).join("\n");
    if (lines.length === 1 && isEmpty(text, this.#separator))
      return { kind: "empty", line: first.number, lines: 1 };
    const { columns } = this.#scan;
    const isRagged = this.#columns !== undefined && columns !== this.#columns;
    if (lines.length > 1 && this.#shape?.isTelling && lines.some((line) => this.#isRow(line.text))) {
      return this.#giveUpFirst(first, "quote-not-closed");
    }
    if (isRagged) {
      if (lines.length > 1 && !this.#shape?.isTelling) return this.#giveUpFirst(first, "quote-not-closed");
      const reason = columns < (this.#columns ?? 0) ? "too-few-columns" : "too-many-columns";
      return { kind: "broken", line: first.number, lines: lines.length, text, reason, columns };
    }
    if (first.number <= Math.max(this.#givenUpUntil, this.#suspectUntil)) {
      if (!this.#looksLikeRow(text, "admits")) {
        return { kind: "broken", line: first.number, lines: lines.length, text, reason: "left-over" };
      }
      if (first.number > this.#givenUpUntil) this.#suspectUntil = 0;
    }
    return { kind: "record", line: first.number, lines: lines.length, text, columns };
  }

  #giveUpFirst(first: PhysicalLine, reason: BrokenReason): SplitOutcome {
    this.#givenUpUntil = Math.max(this.#givenUpUntil, first.number + this.#scanned - 1);
    this.#suspectUntil = first.number + longestQuotedLines;
    return broken(first, reason);
  }

  #isRow(text: string): boolean {
    const { columns, isOpen, fault } = scanLine(text, this.#separator, startOfRecord);
    return !isOpen && !fault && columns === this.#columns && this.#looksLikeRow(text, "isRow");
  }

  #looksLikeRow(text: string, test: "isRow" | "admits"): boolean {
    if (!this.#shape?.isTelling) return true;
    const [values] = parseRecords([text], this.#separator);
    return values !== undefined && this.#shape[test](values);
  }
}

function broken(line: PhysicalLine, reason: BrokenReason): SplitOutcome {
  return { kind: "broken", line: line.number, lines: 1, text: line.text, reason };
}

/** Spreadsheets leave lines of separators behind where rows were cleared: they hold nothing, like an empty line. */
function isEmpty(text: string, separator: string): boolean {
  return text.replaceAll(separator, "").trim() === "";
}
