/** Why a line breaks the rules of quoting by itself. */
export type QuoteFault = "text-after-quote" | "stray-quote";

/** Where a scan stands at the end of a line: how many columns are complete, and whether a quote is still open. */
export type QuoteScan = { columns: number; isOpen: boolean; fault?: QuoteFault };

export const startOfRecord: QuoteScan = { columns: 0, isOpen: false };

const blank = /\s/;

/**
 * Reads one physical line by the rules of quoted fields and continues the scan of the record it belongs to.
 *
 * A field is quoted when its first character after blanks is a quote; inside, two quotes stand for one. After the closing
 * quote only blanks may come before the separator. A quote inside an unquoted field is read as it is when such quotes are
 * balanced (`say "hi"`) or follow a digit (`5" pipe`); any other single one means that a quote was lost.
 */
export function scanLine(text: string, separator: string, before: QuoteScan): QuoteScan {
  if (!before.isOpen && !text.includes('"')) {
    return { columns: before.columns + countOf(text, separator) + 1, isOpen: false };
  }
  let columns = before.columns;
  let isInQuotes = before.isOpen;
  let at = 0;
  for (;;) {
    if (!isInQuotes) {
      const first = skipBlanks(text, separator, at);
      if (text[first] === '"') {
        isInQuotes = true;
        at = first + 1;
      }
    }
    if (isInQuotes) {
      const close = closingQuote(text, at);
      if (close === -1) return { columns, isOpen: true };
      isInQuotes = false;
      const next = skipBlanks(text, separator, close + 1);
      if (next < text.length && text[next] !== separator)
        return { columns, isOpen: false, fault: "text-after-quote" };
      at = next;
    } else {
      const next = text.indexOf(separator, at);
      const end = next === -1 ? text.length : next;
      if (hasStrayQuote(text.slice(at, end))) return { columns, isOpen: false, fault: "stray-quote" };
      at = end;
    }
    columns += 1;
    if (at >= text.length) return { columns, isOpen: false };
    at += 1;
  }
}

function countOf(text: string, separator: string): number {
  let count = 0;
  for (let at = text.indexOf(separator); at !== -1; at = text.indexOf(separator, at + 1)) count += 1;
  return count;
}

function skipBlanks(text: string, separator: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== separator && blank.test(text[at] ?? "")) at += 1;
  return at;
}

function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at;
  }
  return -1;
}

/** A lone quote at the end is what a lost opening quote leaves, even after a digit. */
function hasStrayQuote(field: string): boolean {
  const quotes = field.split('"').length - 1;
  if (quotes % 2 === 0) return false;
  const unexplained = field.replaceAll(/\d"/g, "").split('"').length - 1;
  return unexplained % 2 === 1 || field.trimEnd().endsWith('"');
}
