import type { Span } from "../formula.ts";
import { formulaLimits } from "../formula-limits.ts";
import { SyntaxProblem } from "../formula-problem.ts";
import type { CallSyntax, Syntax } from "./syntax.ts";
import { assertShortNumber, type Token, tokensOf } from "./tokens.ts";

/** How tightly each infix operator binds; all lean left. */
const binding: Readonly<Record<string, number>> = {
  or: 1,
  and: 2,
  "=": 4,
  "!=": 4,
  "<": 4,
  "<=": 4,
  ">": 4,
  ">=": 4,
  "+": 5,
  "-": 5,
  "*": 6,
  "/": 6,
  "%": 6,
};
const sameSymbol: Readonly<Record<string, string>> = { "<>": "!=", "==": "=" };
const notBinding = 3;
const signBinding = 7;

/** Reads a formula by operator precedence (Pratt's way). Throws `SyntaxProblem`. */
export function parseSyntax(source: string): Syntax {
  if (source.length > formulaLimits.length) {
    const message = `A formula has at most ${formulaLimits.length.toLocaleString("en")} characters.`;
    throw new SyntaxProblem({ from: formulaLimits.length, to: source.length, message });
  }
  const reader = new Reader(tokensOf(source));
  if (reader.peek().kind === "end") {
    throw new SyntaxProblem({ from: 0, to: source.length, message: "Write a formula." });
  }
  const syntax = reader.expression(0, 1);
  const rest = reader.peek();
  if (rest.kind === "end") return syntax;
  throw problemAt(rest, `“${rest.text}” does not belong here. An operator or the end was expected.`);
}

function problemAt({ from, to }: Span, message: string): SyntaxProblem {
  return new SyntaxProblem({ from, to, message });
}

class Reader {
  private readonly tokens: readonly Token[];
  private index = 0;
  private nodes = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  peek(): Token {
    const token = this.tokens[this.index];
    if (token === undefined) throw new RangeError("A formula was read beyond its end.");
    return token;
  }

  private next(): Token {
    const token = this.peek();
    if (token.kind !== "end") this.index += 1;
    return token;
  }

  /** An operand and every operator behind it that binds tighter than `floor`. */
  expression(floor: number, depth: number): Syntax {
    let left = this.operand(depth);
    for (;;) {
      const token = this.peek();
      const operator = operatorOf(token);
      const power = operator === undefined ? undefined : binding[operator];
      if (operator === undefined || power === undefined || power <= floor) return left;
      this.next();
      this.count(token);
      const right = this.expression(power, depth + 1);
      left = { kind: "call", name: operator, at: token, args: [left, right], from: left.from, to: right.to };
    }
  }

  private operand(depth: number): Syntax {
    const token = this.next();
    if (depth > formulaLimits.depth) {
      throw problemAt(token, `Nest at most ${formulaLimits.depth} functions and parentheses.`);
    }
    this.count(token);
    const { from, to } = token;
    if (token.kind === "number") {
      assertShortNumber(token);
      return { kind: "number", digits: token.text, from, to };
    }
    if (token.kind === "text") return { kind: "text", text: token.text, from, to };
    if (token.kind === "name") return this.named(token, depth);
    if (token.text === "(") return this.inParentheses(token, depth);
    if (token.text === "-") return this.prefixed("negate", token, signBinding, depth);
    if (token.kind === "end") throw problemAt(token, "The formula ends too early. A value is missing here.");
    throw problemAt(token, `A value is missing before “${token.text}”.`);
  }

  private named(token: Token, depth: number): Syntax {
    const { from, to } = token;
    const word = token.text.toLowerCase();
    if (this.isSymbol("(") && word !== "not") return this.called(token, depth);
    if (word === "true" || word === "false") return { kind: "truth", value: word === "true", from, to };
    if (word === "not") return this.prefixed("not", token, notBinding, depth);
    if (["and", "or", "where"].includes(word)) throw problemAt(token, `A value is missing before “${word}”.`);
    return { kind: "name", name: token.text, from, to };
  }

  private prefixed(name: string, token: Token, power: number, depth: number): Syntax {
    const operand = this.expression(power, depth + 1);
    return { kind: "call", name, at: token, args: [operand], from: token.from, to: operand.to };
  }

  private inParentheses(open: Token, depth: number): Syntax {
    const inside = this.expression(0, depth + 1);
    const close = this.close(open);
    return { ...inside, from: open.from, to: close.to };
  }

  private called(name: Token, depth: number): Syntax {
    const open = this.next();
    const args: Syntax[] = [];
    let where: Syntax | undefined;
    while (!this.isSymbol(")")) {
      if (args.length > 0) {
        if (this.isWord("where")) {
          this.next();
          where = this.expression(0, depth + 1);
          break;
        }
        if (!this.isSymbol(",")) break;
        this.next();
      }
      args.push(this.expression(0, depth + 1));
    }
    const close = this.close(open);
    const call: CallSyntax = {
      kind: "call",
      name: name.text.toLowerCase(),
      at: { from: name.from, to: name.to },
      args,
      from: name.from,
      to: close.to,
    };
    return where === undefined ? call : { ...call, where };
  }

  private close(open: Token): Token {
    const token = this.next();
    if (token.text === ")" && token.kind === "symbol") return token;
    if (token.kind === "end") throw problemAt(open, "This parenthesis is never closed. Write “)”.");
    throw problemAt(token, `“${token.text}” does not belong here. “,” or “)” was expected.`);
  }

  private isSymbol(symbol: string): boolean {
    return this.peek().kind === "symbol" && this.peek().text === symbol;
  }

  private isWord(word: string): boolean {
    return this.peek().kind === "name" && this.peek().text.toLowerCase() === word;
  }

  private count(token: Token): void {
    this.nodes += 1;
    if (this.nodes <= formulaLimits.nodes) return;
    throw problemAt(token, `Use at most ${formulaLimits.nodes} values and operators.`);
  }
}

function operatorOf({ kind, text }: Token): string | undefined {
  if (kind === "symbol") return sameSymbol[text] ?? text;
  const word = text.toLowerCase();
  return kind === "name" && (word === "and" || word === "or") ? word : undefined;
}
