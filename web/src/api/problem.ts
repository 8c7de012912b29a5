import type { ProblemBody } from "@perennial/contract";
import { repeated } from "../ui/form-error.ts";

type Problem = Pick<ProblemBody, "code" | "status" | "title" | "detail" | "requestId" | "fields">;

/** A request that failed, in the server's own words, fields named as people read them. `message` says what happened and what to do. */
export class ApiProblem extends Error {
  /** One of the server's codes, or `unreachable` when no answer came. */
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly requestId: string;
  /** Errors by field, for the form that sent them. */
  readonly fields: readonly { path: string; message: string }[];

  constructor(problem: Problem) {
    const [first] = problem.fields;
    const isOfField = first !== undefined && problem.detail === `${first.path}: ${first.message}`;
    super(isOfField ? repeated(first) : problem.detail || problem.title);
    this.name = "ApiProblem";
    this.code = problem.code;
    this.status = problem.status;
    this.title = problem.title;
    this.requestId = problem.requestId;
    this.fields = problem.fields;
  }
}

/** The problem in an answer that is not a success, also when a proxy answered instead of Perennial. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const body: Partial<Problem> = await response.json().catch(() => ({}));
  return new ApiProblem({
    code: body.code ?? "internal",
    status: response.status,
    title: body.title ?? response.statusText,
    detail: body.detail ?? `The server answered with ${response.status}. Try again in a moment.`,
    requestId: body.requestId ?? response.headers.get("x-request-id") ?? "",
    fields: body.fields ?? [],
  });
}

/** No answer came at all. */
export function unreachable(): ApiProblem {
  return new ApiProblem({
    code: "unreachable",
    status: 0,
    title: "No connection",
    detail: "Perennial cannot be reached. Check the connection; nothing was changed.",
    requestId: "",
    fields: [],
  });
}
