import type { ProblemBody } from "@perennial/contract";
import type { FastifyError, FastifyReply } from "fastify";
import { isTransient } from "../database/transient.ts";
import { Problem, problem } from "../errors.ts";
import type { Logger } from "../log.ts";

/** Answers an error as problem+json; what we did not foresee is logged and not shown. */
export function answerProblem(reply: FastifyReply, error: unknown, requestId: string, log: Logger): void {
  const shown = shownProblem(error);
  if (shown.status >= 500) log.error({ err: error, requestId }, "request failed");
  const body: ProblemBody = {
    type: `urn:perennial:problem:${shown.code}`,
    code: shown.code,
    title: shown.title,
    status: shown.status,
    detail: shown.message,
    requestId,
    fields: [...shown.fields],
  };
  if (reply.raw.headersSent) {
    reply.raw.end();
    return;
  }
  reply.code(shown.status).type("application/problem+json").send(JSON.stringify(body));
}

function shownProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { code, statusCode } = error as Partial<FastifyError>;
  if (code === "23505") return problem("conflict", "A record with these identifying values exists already.");
  if (code === "57014") {
    return problem("unavailable", "This took longer than allowed. Narrow the filter or try again later.");
  }
  if (isTransient(error)) {
    return problem(
      "unavailable",
      "The database is not available just now, or too busy. Try again in a moment.",
    );
  }
  if (code === "FST_ERR_CTP_BODY_TOO_LARGE") {
    return problem("too-large", "The request is larger than this address takes. Send it in smaller parts.");
  }
  if (code === "FST_ERR_CTP_INVALID_MEDIA_TYPE") {
    return problem("unsupported-media-type", "Send JSON with the header Content-Type: application/json.");
  }
  if (statusCode === 429) return problem("rate-limited", "Wait for the time in Retry-After, then go on.");
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return problem("invalid-input", `The request could not be read: ${(error as Error).message}`);
  }
  return problem("internal", "An unexpected error. Try again; if it stays, report it with the request id.");
}
