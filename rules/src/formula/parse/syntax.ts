import type { Span } from "../formula.ts";

/** A formula as it is written, before any name is looked up. */
export type Syntax = NumberSyntax | TextSyntax | TruthSyntax | NameSyntax | CallSyntax;

export interface NumberSyntax extends Span {
  kind: "number";
  digits: string;
}
export interface TextSyntax extends Span {
  kind: "text";
  text: string;
}
export interface TruthSyntax extends Span {
  kind: "truth";
  value: boolean;
}
export interface NameSyntax extends Span {
  kind: "name";
  name: string;
}
/** A function, or an operator under its symbol. */
export interface CallSyntax extends Span {
  kind: "call";
  name: string;
  /** Where the name or symbol itself stands. */
  at: Span;
  args: readonly Syntax[];
  where?: Syntax;
}
