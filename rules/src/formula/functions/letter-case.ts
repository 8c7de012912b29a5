/**
 * Upper and lower case that SQL and memory compute identically: the databases' own functions depend on the collation. ASCII
 * is theirs under `COLLATE "C"`; the Latin, Greek and Cyrillic letters beyond it are translated one to one by this table.
 */
export interface CaseTable {
  /** As many characters in both. */
  from: string;
  to: string;
  /** The function for ASCII. */
  sql: "lower" | "upper";
  letters: ReadonlyMap<string, string>;
}

function tableOf(sql: CaseTable["sql"], turn: (letter: string) => string): CaseTable {
  const letters = new Map<string, string>();
  for (let codePoint = 0x80; codePoint < 0x2000; codePoint++) {
    // Between Cyrillic and the extended Latin block lie scripts without case, or with one that few use.
    if (codePoint > 0x52f && codePoint < 0x1e00) continue;
    const letter = String.fromCodePoint(codePoint);
    const turned = turn(letter);
    if (turned !== letter && turned.length === 1 && turned.charCodeAt(0) > 0x7f) letters.set(letter, turned);
  }
  return { sql, letters, from: [...letters.keys()].join(""), to: [...letters.values()].join("") };
}

let tables: { lower: CaseTable; upper: CaseTable } | undefined;

/** Made once, when first asked for. */
export function caseTable(sql: CaseTable["sql"]): CaseTable {
  tables ??= {
    lower: tableOf("lower", (letter) => letter.toLowerCase()),
    upper: tableOf("upper", (letter) => letter.toUpperCase()),
  };
  return tables[sql];
}

/** The text in the table's case. */
export function inCase(text: string, table: CaseTable): string {
  const ascii = text.replace(/[A-Za-z]+/g, (letters) =>
    table.sql === "lower" ? letters.toLowerCase() : letters.toUpperCase(),
  );
  return ascii.replace(/[^\0-\x7f]/gu, (letter) => table.letters.get(letter) ?? letter);
}
