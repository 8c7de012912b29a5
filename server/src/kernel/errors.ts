/** The closed set of problems a caller can meet, with the HTTP status of each. */
export const problemStatus = {
  "invalid-input": 400,
  unauthenticated: 401,
  forbidden: 403,
  "not-found": 404,
  conflict: 409,
  "too-large": 413,
  "unsupported-media-type": 415,
  "rate-limited": 429,
  internal: 500,
  unavailable: 503,
} as const;

export type ProblemCode = keyof typeof problemStatus;
export type FieldProblem = { path: string; message: string };

const titles: Record<ProblemCode, string> = {
  "invalid-input": "The input is not valid",
  unauthenticated: "Sign in first",
  forbidden: "You may not do this",
  "not-found": "Not found",
  conflict: "This conflicts with what is stored",
  "too-large": "Too large",
  "unsupported-media-type": "This kind of content is not understood",
  "rate-limited": "Too many requests",
  internal: "Something went wrong on our side",
  unavailable: "Not available right now",
};

/** An error a user can act on: what happened, and what to do (RFC 9457). */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly fields: readonly FieldProblem[];

  constructor(code: ProblemCode, detail: string, fields: readonly FieldProblem[] = []) {
    super(detail);
    this.name = "Problem";
    this.code = code;
    this.fields = fields;
  }

  get status(): number {
    return problemStatus[this.code];
  }

  get title(): string {
    return titles[this.code];
  }
}

/** Makes a {@link Problem}; `detail` says what happened and what to do. */
export function problem(
  code: ProblemCode,
  detail: string,
  more: { fields?: readonly FieldProblem[] } = {},
): Problem {
  return new Problem(code, detail, more.fields);
}
