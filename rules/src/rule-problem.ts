/** What is wrong with a rule, and where. */
export interface RuleProblem {
  /** A path in the rule's JSON, such as `all[1].value`; empty for the rule as a whole. */
  path: string;
  /** Says what to do about it. */
  message: string;
}

/** Thrown by `parseRule`; carries every problem found. */
export class RuleRefused extends Error {
  readonly problems: readonly RuleProblem[];

  constructor(problems: readonly RuleProblem[]) {
    super(problems.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`)).join("\n"));
    this.name = "RuleRefused";
    this.problems = problems;
  }
}
