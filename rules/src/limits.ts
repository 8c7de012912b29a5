/** What a rule may not exceed, so that no rule can exhaust the stack, the planner or the wire. */
export const limits = {
  /** Groups within groups, related records included. */
  depth: 12,
  /** Groups and conditions together. */
  nodes: 500,
  /** Related records of related records. */
  relatedDepth: 3,
  /** Values of one “is one of”. */
  listLength: 1_000,
  textLength: 1_000,
  /** Days an event window reaches back. */
  windowDays: 3_660,
  /** Hours a window or a duration has: a leap year's. */
  windowHours: 8_784,
  /** The highest number that related records or events are compared with. */
  count: 1_000_000_000,
  /** Length of subjects, operators and event names. */
  slugLength: 200,
  /** Problems told at once. */
  problems: 100,
} as const;
