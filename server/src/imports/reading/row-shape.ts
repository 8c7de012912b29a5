type Kind = "empty" | "number" | "date" | "boolean" | "email" | "token" | "text";

const number = /^[-+(]?\p{Sc}?\s?\d[\d.,'\s]*%?\)?\s?\p{Sc}?$/u;
const date = /^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})([T ]\d{1,2}:\d{2}.*)?$/;
const boolean = /^(true|false|yes|no)$/i;
const email = /^[^\s@]+@[^\s@]+$/;

function kindOf(raw: string): Kind {
  const value = raw.trim();
  if (value === "") return "empty";
  if (date.test(value)) return "date";
  if (number.test(value)) return "number";
  if (boolean.test(value)) return "boolean";
  if (email.test(value)) return "email";
  return /\s/.test(value) ? "text" : "token";
}

/** What a column's values look like in good rows: one kind, possibly absent; or anything. */
type ColumnShape = { kind: Kind; mayBeEmpty: boolean };

const leastRows = 5;
const mostRows = 500;
/** The rows it is learned from may be broken ones themselves. */
const usualShare = 0.8;

/**
 * What a row of this file looks like, learned from its first well-formed rows. It answers one question, asked only where a
 * quote went wrong: is this line a row of its own, or a piece of a longer cell that happens to have as many separators?
 */
export class RowShape {
  #rows: Kind[][] = [];
  #shapes: ColumnShape[] | undefined;

  learn(values: readonly string[]): void {
    if (this.#rows.length >= mostRows) return;
    this.#rows.push(values.map(kindOf));
    this.#shapes = undefined;
  }

  /** False while the file says too little, as a file of free text only does: then only the number of columns counts. */
  get isTelling(): boolean {
    return this.#columns().some((shape) => shape.kind !== "text");
  }

  /** Surely a row: every recognisable column agrees; one deviation is forgiven where three agree. */
  isRow(values: readonly string[]): boolean {
    const { agreeing, deviating } = this.#compare(values);
    return deviating === 0 || (deviating === 1 && agreeing >= 3);
  }

  /** More a row than not, which a good row with a bad value or two still is. */
  admits(values: readonly string[]): boolean {
    const { agreeing, deviating } = this.#compare(values);
    return agreeing > deviating;
  }

  #compare(values: readonly string[]): { agreeing: number; deviating: number } {
    let agreeing = 0;
    let deviating = 0;
    for (const [at, { kind, mayBeEmpty }] of this.#columns().entries()) {
      if (kind === "text") continue;
      const found = kindOf(values[at] ?? "");
      const isToken = kind === "token" && found !== "text";
      if (found === "empty" ? mayBeEmpty : found === kind || isToken) agreeing += 1;
      else deviating += 1;
    }
    return { agreeing, deviating };
  }

  #columns(): ColumnShape[] {
    this.#shapes ??= shapesOf(this.#rows);
    return this.#shapes;
  }
}

function shapesOf(rows: readonly Kind[][]): ColumnShape[] {
  if (rows.length < leastRows) return [];
  const width = rows[0]?.length ?? 0;
  return Array.from({ length: width }, (_, column) => {
    const kinds = rows.map((row) => row[column] ?? "empty");
    const filled = kinds.filter((kind) => kind !== "empty");
    const mayBeEmpty = filled.length < kinds.length;
    const isMostly = (test: (kind: Kind) => boolean) =>
      filled.length >= leastRows && filled.filter(test).length >= filled.length * usualShare;
    const hard = (["number", "date", "boolean", "email"] as const).find((kind) =>
      isMostly((other) => other === kind),
    );
    if (hard) return { kind: hard, mayBeEmpty };
    return { kind: isMostly((kind) => kind !== "text") ? "token" : "text", mayBeEmpty };
  });
}
