import { type CodePoints, complementOf } from "./code-points.ts";
import { type Pattern, parsePattern } from "./parse-pattern.ts";

/**
 * The pattern as PostgreSQL's `~` reads it, under `COLLATE "C"`. Every character is written as its code point and every case is
 * spelled out, so that nothing depends on the database's locale. Nothing is written that PostgreSQL would need to try back
 * and forth for (references, captures, look-around beyond the next character): its matcher then is an automaton too.
 */
export function postgresPattern(source: string): string {
  return written(parsePattern(source));
}

function written(pattern: Pattern): string {
  switch (pattern.kind) {
    case "empty":
      return "(?:)";
    case "set":
      return setText(pattern.set);
    case "start":
      return "^";
    case "end":
      return "$";
    case "word-edge":
      return "\\y";
    case "no-word-edge":
      return "\\Y";
    case "sequence":
      return pattern.parts.map(written).join("");
    case "choice":
      return `(?:${pattern.parts.map(written).join("|")})`;
    case "repeat":
      return `(?:${written(pattern.part)})${countText(pattern.least, pattern.most)}`;
  }
}

function countText(least: number, most: number | undefined): string {
  if (most !== undefined) return `{${least},${most}}`;
  return least === 0 ? "*" : least === 1 ? "+" : `{${least},}`;
}

function setText(set: CodePoints): string {
  const others = complementOf(set);
  // The shorter of the two ways to say it; never an empty bracket.
  if (others.length > 0 && others.length < set.length) return `[^${rangesText(others)}]`;
  return `[${rangesText(set)}]`;
}

function rangesText(set: CodePoints): string {
  return set
    .map(([from, to]) => (from === to ? characterText(from) : `${characterText(from)}-${characterText(to)}`))
    .join("");
}

/** NUL is in no text of PostgreSQL, nor may a pattern name it. */
function characterText(codePoint: number): string {
  const hex = Math.max(1, codePoint).toString(16);
  return codePoint > 0xffff ? `\\U${hex.padStart(8, "0")}` : `\\u${hex.padStart(4, "0")}`;
}
