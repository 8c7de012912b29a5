/** Tab-separated text as Excel and Google Sheets put it on the clipboard: quotes around tabs, breaks and quotes. */

/** Cells → text. */
export function toTsv(rows: readonly (readonly string[])[]): string {
  const quote = (text: string) => (/[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((cells) => cells.map(quote).join("\t")).join("\n");
}

/** Text → cells. A last line break is the end of the last row, not another row. */
export function fromTsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = "";
  let at = 0;
  const end = /\r?\n$/.test(text) ? text.replace(/\r?\n$/, "").length : text.length;
  const closeCell = () => {
    rows.at(-1)?.push(cell);
    cell = "";
  };
  while (at < end) {
    const sign = text.charAt(at);
    if (sign === '"' && cell === "" && isQuoted(text, at)) {
      const close = closingQuote(text, at + 1);
      cell = text.slice(at + 1, close).replaceAll('""', '"');
      at = close + 1;
    } else if (sign === "\t") {
      closeCell();
      at += 1;
    } else if (sign === "\n" || sign === "\r") {
      closeCell();
      rows.push([]);
      at += sign === "\r" && text[at + 1] === "\n" ? 2 : 1;
    } else {
      cell += sign;
      at += 1;
    }
  }
  closeCell();
  return rows;
}

/** The closing quote of a quoted cell, or the end of the text. */
function closingQuote(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] !== '"') continue;
    if (text[at + 1] === '"') at += 1;
    else return at;
  }
  return text.length;
}

/** A quote opens a quoted cell only if its closing quote ends the cell: `"quoted" words` is plain text. */
function isQuoted(text: string, at: number): boolean {
  const close = closingQuote(text, at + 1);
  return close < text.length && /^(\t|\r|\n|$)/.test(text.slice(close + 1, close + 2));
}
