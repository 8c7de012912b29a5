import type { FastifyReply, FastifyRequest } from "fastify";
import type { App } from "../kernel/app.ts";
import { authOf } from "./auth.ts";

export type CurrentSession = { id: string; teammateId: string };

/** The session whose cookie a request carries, if it is valid. It is read from the database every time. */
export async function sessionOf(app: App, request: FastifyRequest): Promise<CurrentSession | undefined> {
  const headers = cookieOf(request);
  if (!headers) return undefined;
  const found = await authOf(app).api.getSession({ headers, query: { disableRefresh: true } });
  return found ? { id: found.session.id, teammateId: found.user.id } : undefined;
}

/** Moves a session's end on when it was used, at most once a day, and gives the browser the new cookie. */
export async function prolongSession(app: App, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const headers = cookieOf(request);
  if (!headers) return;
  const answer = await authOf(app).api.getSession({ headers, returnHeaders: true });
  const cookies = answer.headers.getSetCookie();
  if (cookies.length > 0) reply.header("set-cookie", cookies);
}

function cookieOf(request: FastifyRequest): Headers | undefined {
  const { cookie } = request.headers;
  return cookie === undefined ? undefined : new Headers({ cookie });
}
