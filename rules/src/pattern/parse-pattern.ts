import { blindToCase, type CodePoints, codePoints, complementOf } from "./code-points.ts";

/** A pattern read: what both interpreters work from. */
export type Pattern =
  | { kind: "empty" }
  | { kind: "set"; set: CodePoints }
  | { kind: "start" | "end" | "word-edge" | "no-word-edge" }
  | { kind: "sequence" | "choice"; parts: readonly Pattern[] }
  | { kind: "repeat"; part: Pattern; least: number; most: number | undefined };

/** Says in `message` what of the pattern is not understood, and where. */
export class PatternError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "PatternError";
  }
}

export const patternLimits = {
  /** The highest count in `{m,n}`; PostgreSQL's own limit. */
  repeat: 255,
  /** Characters, sets and edges once every `{m,n}` is written out. */
  size: 500,
  /** Brackets within brackets. */
  depth: 50,
} as const;

const range = (from: string, to: string): readonly [number, number] => [from.charCodeAt(0), to.charCodeAt(0)];
const digits = codePoints([range("0", "9")]);
const wordCharacters = codePoints([range("0", "9"), range("A", "Z"), range("_", "_"), range("a", "z")]);
const spaces = codePoints([range("\t", "\n"), range("\f", "\r"), range(" ", " ")]);
const notNewline = complementOf(codePoints([range("\n", "\n")]));

const shorthand: Readonly<Record<string, CodePoints>> = {
  d: digits,
  D: complementOf(digits),
  w: wordCharacters,
  W: complementOf(wordCharacters),
  s: spaces,
  S: complementOf(spaces),
};
const controls: Readonly<Record<string, number>> = { t: 9, n: 10, f: 12, r: 13, v: 11 };

export const isWordCharacter = (codePoint: number): boolean =>
  wordCharacters.some(([from, to]) => codePoint >= from && codePoint <= to);

/**
 * Reads a pattern in the syntax of RE2, without flags, Unicode classes and named groups: letters, `.`, `[a-z]`, `[^…]`, `\d \w \s`
 * and their opposites, `\b \B`, `^ $`, `( )`, `|`, `* + ? {m,n}` (a following `?` changes nothing here). There are no look-arounds
 * and no references to groups: those are what makes other engines take exponential time.
 * @throws PatternError
 */
export function parsePattern(source: string): Pattern {
  const reader = new PatternReader(source);
  const pattern = reader.choice(0);
  if (!reader.isAtEnd()) throw reader.refusal("this “)” closes nothing");
  if (sizeOf(pattern) > patternLimits.size)
    throw new PatternError("Write a shorter pattern, or lower counts in {m,n}.");
  return pattern;
}

/** How many steps the pattern has once its repetitions are written out. */
function sizeOf(pattern: Pattern): number {
  switch (pattern.kind) {
    case "sequence":
    case "choice":
      return pattern.parts.reduce((sum, part) => sum + sizeOf(part), 1);
    case "repeat":
      return 1 + sizeOf(pattern.part) * Math.max(1, pattern.most ?? pattern.least);
    default:
      return 1;
  }
}

class PatternReader {
  readonly #characters: readonly string[];
  #at = 0;

  constructor(source: string) {
    this.#characters = [...source];
  }

  isAtEnd(): boolean {
    return this.#at >= this.#characters.length;
  }

  refusal(what: string): PatternError {
    return new PatternError(`At character ${Math.min(this.#at, this.#characters.length - 1) + 1}: ${what}.`);
  }

  choice(depth: number): Pattern {
    if (depth > patternLimits.depth) throw this.refusal(`nest at most ${patternLimits.depth} brackets`);
    const parts = [this.#sequence(depth)];
    while (this.#takes("|")) parts.push(this.#sequence(depth));
    return parts.length === 1 ? (parts[0] as Pattern) : { kind: "choice", parts };
  }

  #sequence(depth: number): Pattern {
    const parts: Pattern[] = [];
    while (!this.isAtEnd() && this.#next() !== "|" && this.#next() !== ")") parts.push(this.#repeated(depth));
    if (parts.length === 0) return { kind: "empty" };
    return parts.length === 1 ? (parts[0] as Pattern) : { kind: "sequence", parts };
  }

  #repeated(depth: number): Pattern {
    const part = this.#atom(depth);
    const count = this.#count();
    if (count === undefined) return part;
    this.#takes("?");
    const again = this.#at;
    if (this.#count() !== undefined) {
      this.#at = again;
      throw this.refusal("put brackets around what is repeated twice");
    }
    return { kind: "repeat", part, ...count };
  }

  #count(): { least: number; most: number | undefined } | undefined {
    if (this.#takes("*")) return { least: 0, most: undefined };
    if (this.#takes("+")) return { least: 1, most: undefined };
    if (this.#takes("?")) return { least: 0, most: 1 };
    const written = /^\{(\d{1,4})(?:(,)(\d{0,4}))?\}/.exec(
      this.#characters.slice(this.#at, this.#at + 12).join(""),
    );
    if (written === null) return undefined;
    const least = Number(written[1]);
    const most = written[2] === undefined ? least : written[3] === "" ? undefined : Number(written[3]);
    if (Math.max(least, most ?? 0) > patternLimits.repeat) {
      throw this.refusal(`repeat at most ${patternLimits.repeat} times`);
    }
    if (most !== undefined && most < least)
      throw this.refusal("the second count must not be below the first");
    this.#at += written[0].length;
    return { least, most };
  }

  #atom(depth: number): Pattern {
    const character = this.#take();
    switch (character) {
      case "(":
        return this.#group(depth);
      case "[":
        return { kind: "set", set: this.#bracket() };
      case ".":
        return { kind: "set", set: notNewline };
      case "^":
        return { kind: "start" };
      case "$":
        return { kind: "end" };
      case "\\":
        if (this.#takes("b")) return { kind: "word-edge" };
        if (this.#takes("B")) return { kind: "no-word-edge" };
        return { kind: "set", set: this.#escape() };
      case "*":
      case "+":
      case "?":
        this.#at -= 1;
        throw this.refusal(`nothing stands before “${character}” that could be repeated`);
      default:
        return { kind: "set", set: blindToCase(oneOf(character)) };
    }
  }

  #group(depth: number): Pattern {
    if (this.#takes("?") && !this.#takes(":")) {
      throw this.refusal("only (…) and (?:…) are understood; no flags, names or look-around");
    }
    const inside = this.choice(depth + 1);
    if (!this.#takes(")")) throw this.refusal("a “)” is missing");
    return inside;
  }

  /** What follows a backslash, inside brackets and outside. */
  #escape(): CodePoints {
    const character = this.#take();
    const known = shorthand[character];
    if (known !== undefined) return known;
    const control = controls[character];
    if (control !== undefined) return [[control, control]];
    if (/[0-9A-Za-z]/.test(character) || character === "") {
      this.#at -= 1;
      throw this.refusal(`“\\${character}” is not understood`);
    }
    return oneOf(character);
  }

  #bracket(): CodePoints {
    const isNegated = this.#takes("^");
    const ranges: CodePoints[number][] = [];
    for (let isFirst = true; isFirst || this.#next() !== "]"; isFirst = false) {
      if (this.isAtEnd()) throw this.refusal("a “]” is missing");
      const from = this.#member();
      const isRange = this.#next() === "-" && !["]", undefined].includes(this.#characters[this.#at + 1]);
      if (!isRange) {
        ranges.push(...from);
        continue;
      }
      this.#take();
      const [low, high] = [single(from), single(this.#member())];
      if (low === undefined || high === undefined || low > high)
        throw this.refusal("this range goes nowhere");
      ranges.push([low, high]);
    }
    this.#take();
    const set = blindToCase(codePoints(ranges));
    return isNegated ? complementOf(set) : set;
  }

  #member(): CodePoints {
    if (this.#next() === "[" && this.#characters[this.#at + 1] === ":") {
      throw this.refusal("write \\d, \\w or \\s instead of a named class");
    }
    const character = this.#take();
    return character === "\\" ? this.#escape() : oneOf(character);
  }

  #next(): string | undefined {
    return this.#characters[this.#at];
  }

  #take(): string {
    const character = this.#characters[this.#at] ?? "";
    this.#at += 1;
    return character;
  }

  #takes(character: string): boolean {
    if (this.#next() !== character) return false;
    this.#at += 1;
    return true;
  }
}

function oneOf(character: string): CodePoints {
  const codePoint = character.codePointAt(0) ?? 0;
  return [[codePoint, codePoint]];
}

/** The only code point of the set, where it has just one. */
function single(set: CodePoints): number | undefined {
  const [only] = set;
  return set.length === 1 && only !== undefined && only[0] === only[1] ? only[0] : undefined;
}
