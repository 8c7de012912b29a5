import type { Span } from "./formula.ts";

/** What is wrong with a formula, and which characters of it. */
export interface FormulaProblem extends Span {
  /** Says what to do about it. */
  message: string;
}

/** Thrown by `parseFormula`; carries every problem found. */
export class FormulaRefused extends Error {
  readonly problems: readonly FormulaProblem[];

  constructor(problems: readonly FormulaProblem[]) {
    super(problems.map(({ from, message }) => `At ${from + 1}: ${message}`).join("\n"));
    this.name = "FormulaRefused";
    this.problems = problems;
  }
}

/** Ends the reading of a formula whose form is broken. */
export class SyntaxProblem extends Error {
  readonly problem: FormulaProblem;

  constructor(problem: FormulaProblem) {
    super(problem.message);
    this.problem = problem;
  }
}
