/** What a formula may not exceed, so that no formula can exhaust the stack, the planner or a row. */
export const formulaLimits = {
  /** Characters. */
  length: 4_000,
  /** Values, names, operators and functions together. */
  nodes: 300,
  /** Parentheses and functions within one another. */
  depth: 30,
  /** Related records of related records. */
  relatedDepth: 3,
  /** Digits of a number that is written. */
  digits: 28,
  /** Characters that a text result keeps. */
  textLength: 10_000,
  /** Values that `list` keeps. */
  listLength: 100,
  /** Problems told at once. */
  problems: 20,
} as const;
