import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { App } from "../kernel/app.ts";
import { createContext } from "../kernel/app.ts";
import { command, execute } from "../kernel/command.ts";
import { problem } from "../kernel/errors.ts";
import { authOf, requestHeaders } from "./auth.ts";

/**
 * Checks e-mail and password and gives the browser a session's cookie, or, where a second factor is on, the cookie with
 * which that is to be given within ten minutes. The answer for an unknown e-mail is the same
 * as for a wrong password and takes as long.
 * @returns whether the second factor is still to be given
 * @throws Problem `unauthenticated`; `forbidden` for somebody who was suspended
 */
export async function openSession(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  { email, password, rememberMe }: { email: string; password: string; rememberMe: boolean },
): Promise<{ needsSecondFactor: boolean }> {
  const headers = requestHeaders(request);
  // Who signs in again is judged by the password alone, not by a session that is there.
  headers.delete("cookie");
  const answer = await authOf(app).api.signInEmail({
    body: { email: email.trim(), password, rememberMe },
    headers,
    asResponse: true,
  });
  if (answer.status === 403) {
    throw problem("forbidden", "You cannot sign in any more. Ask an administrator to let you in again.");
  }
  if (!answer.ok) {
    if (answer.status >= 500) throw problem("unavailable", "Signing in does not work right now. Try again.");
    throw problem("unauthenticated", "E-mail or password is wrong.");
  }
  reply.header("set-cookie", answer.headers.getSetCookie());
  const { user } = (await answer.json()) as { user?: { id: string; name: string } };
  if (!user) return { needsSecondFactor: true };
  await recordSignIn(app, request, user);
  return { needsSecondFactor: false };
}

/** Gives the browser a session of somebody whom the identity provider has named. @throws Problem `forbidden` */
export async function openSessionOf(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  teammateId: string,
): Promise<void> {
  const headers = requestHeaders(request);
  headers.delete("cookie");
  const answer = await authOf(app).api.openSessionOf({
    body: { userId: teammateId },
    headers,
    asResponse: true,
  });
  if (!answer.ok) throw problem("forbidden", "You cannot sign in any more. Ask an administrator.");
  const { user } = (await answer.json()) as { user: { id: string; name: string } };
  await recordSignIn(app, request, user);
  reply.header("set-cookie", answer.headers.getSetCookie());
}

const signedIn = command({
  name: "sign-in",
  permission: "me.write",
  input: z.object({}),
  run: async ({ ctx }) => ({
    result: undefined,
    events: [{ name: "teammate.signed-in", object: "teammate", objectId: ctx.actor.id, accountId: null }],
  }),
});

/** Puts a sign-in into the audit log. */
export async function recordSignIn(
  app: App,
  request: FastifyRequest,
  { id, name }: { id: string; name: string },
): Promise<void> {
  const actor = { kind: "teammate", id, name, permissions: new Set(["me.write"]) } as const;
  await execute(app, await createContext(app, actor, { requestId: request.id }), signedIn, {});
}

/** Ends the session whose cookie the request carries, and takes the cookie away. */
export async function closeSession(app: App, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const headers = new Headers({ cookie: request.headers.cookie ?? "" });
  const answer = await authOf(app).api.signOut({ headers, asResponse: true });
  reply.header("set-cookie", answer.headers.getSetCookie());
}
