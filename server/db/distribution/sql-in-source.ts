/** One piece of SQL in a source file: what a tag `sql` or a migration says, each inserted expression as `$`. */
export type SqlText = { text: string; line: number };

/** All `sql` templates of a TypeScript source, those inside another's `${…}` as pieces of their own. */
export function sqlIn(source: string): SqlText[] {
  const found: SqlText[] = [];
  const begins = /\bsql(?:<[^`]*?>)?`/g;
  for (let match = begins.exec(source); match; match = begins.exec(source)) {
    const { text } = readTemplate(source, match.index + match[0].length);
    found.push({ text, line: source.slice(0, match.index).split("\n").length });
  }
  return found;
}

/** Reads from after the opening backtick. @returns the text and the place after the closing one */
function readTemplate(source: string, from: number): { text: string; end: number } {
  let text = "";
  let at = from;
  while (at < source.length && source[at] !== "`") {
    if (source.startsWith("${", at)) {
      at = endOfExpression(source, at + 2);
      text += "$";
    } else if (source[at] === "\\") {
      text += source.slice(at, at + 2);
      at += 2;
    } else {
      text += source[at];
      at += 1;
    }
  }
  return { text, end: at + 1 };
}

function endOfExpression(source: string, from: number): number {
  let depth = 1;
  let at = from;
  while (at < source.length) {
    const char = source[at];
    if (char === "`") at = readTemplate(source, at + 1).end;
    else {
      if (char === "{") depth += 1;
      if (char === "}") depth -= 1;
      at += 1;
      if (depth === 0) break;
    }
  }
  return at;
}

/** A migration without its comments. */
export function withoutComments(sql: string): string {
  return sql.replaceAll(/--[^\n]*/g, "").replaceAll(/\/\*[\s\S]*?\*\//g, "");
}
