import type { Span } from "../formula.ts";
import { formulaLimits } from "../formula-limits.ts";
import { SyntaxProblem } from "../formula-problem.ts";

export type TokenKind = "number" | "text" | "name" | "symbol" | "end";

export interface Token extends Span {
  kind: TokenKind;
  /** A number's digits, a text's content without quotes, a name, a symbol. */
  text: string;
}

const space = /\s+/y;
const number = /\d+(?:\.\d+)?|\.\d+/y;
/** `arr`, `trait:seats`, `metric:logins_30d.change`, `renewals.deltaArr`; each part in backquotes where it has other characters. */
const name = /(?:[A-Za-z_][A-Za-z0-9_]*|`[^`\n]+`)(?:[:.](?:[A-Za-z0-9_]+|`[^`\n]+`))*/y;
const text = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/sy;
const symbol = /<=|>=|<>|!=|==|[-+*/%=<>(),]/y;

/** Cuts a formula's text into tokens; the last one is the end. Throws `SyntaxProblem`. */
export function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(source);
  };
  const take = (kind: TokenKind, found: RegExpExecArray, content: string): void => {
    tokens.push({ kind, text: content, from: at, to: at + found[0].length });
    at += found[0].length;
  };
  while (at < source.length) {
    const blank = match(space);
    if (blank !== null) {
      at += blank[0].length;
      continue;
    }
    const read = readToken(match);
    if (read === undefined) throw new SyntaxProblem(unreadable(source, at));
    take(read.kind, read.found, read.content);
  }
  tokens.push({ kind: "end", text: "", from: source.length, to: source.length });
  return tokens;
}

function readToken(
  match: (pattern: RegExp) => RegExpExecArray | null,
): { kind: TokenKind; found: RegExpExecArray; content: string } | undefined {
  let found = match(number);
  if (found !== null) return { kind: "number", found, content: found[0] };
  found = match(name);
  if (found !== null) return { kind: "name", found, content: found[0].replaceAll("`", "") };
  found = match(text);
  if (found !== null) {
    const content = (found[1] ?? found[2] ?? "").replace(/\\(.)/gs, "$1");
    return { kind: "text", found, content };
  }
  found = match(symbol);
  return found === null ? undefined : { kind: "symbol", found, content: found[0] };
}

function unreadable(source: string, at: number) {
  const character = String.fromCodePoint(source.codePointAt(at) ?? 0);
  const span = { from: at, to: at + character.length };
  if (character === '"' || character === "'") {
    return { from: at, to: source.length, message: `This text has no end. Close it with ${character}.` };
  }
  if ("“”„‘’".includes(character)) return { ...span, message: 'Write texts in straight quotes: "open".' };
  return { ...span, message: `“${character}” means nothing here. Remove it.` };
}

/** The digits of a number that may be written. */
export function assertShortNumber(token: Token): void {
  if (token.text.replace(".", "").length <= formulaLimits.digits) return;
  throw new SyntaxProblem({
    from: token.from,
    to: token.to,
    message: `A number has at most ${formulaLimits.digits} digits.`,
  });
}
