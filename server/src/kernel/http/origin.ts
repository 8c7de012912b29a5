import type { FastifyRequest } from "fastify";
import { type Problem, problem } from "../errors.ts";

/**
 * Guards writes made with a session cookie against other sites (OWASP CSRF prevention): they must carry a
 * header that only our own scripts can set, and an Origin, where the browser sends one, that is ours.
 * Requests with a bearer key carry no ambient authority and pass.
 */
export function problemOfOrigin(request: FastifyRequest, publicUrl: string): Problem | undefined {
  if (request.headers.authorization !== undefined) return undefined;
  if (request.headers["x-perennial-csrf"] === undefined) {
    return problem("forbidden", "Writes from a browser session carry the header X-Perennial-Csrf: 1.");
  }
  const origin = request.headers.origin;
  if (origin === undefined) return undefined;
  if (origin === new URL(publicUrl).origin || hostOf(origin) === request.headers.host) return undefined;
  return problem("forbidden", `This page's origin (${origin}) is not this installation's. Check PUBLIC_URL.`);
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
