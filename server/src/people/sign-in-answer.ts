import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { App } from "../kernel/app.ts";
import { createContext } from "../kernel/app.ts";
import { command, execute } from "../kernel/command.ts";
import { problem } from "../kernel/errors.ts";
import { authOf, clientAddressHeader } from "./auth.ts";

/**
 * Checks e-mail and password and gives the browser a session's cookie. The answer for an unknown e-mail is the same
 * as for a wrong password and takes as long.
 * @throws Problem `unauthenticated`; `forbidden` for somebody who was suspended
 */
export async function openSession(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  { email, password, rememberMe }: { email: string; password: string; rememberMe: boolean },
): Promise<void> {
  const headers = new Headers({ [clientAddressHeader]: request.ip });
  const agent = request.headers["user-agent"];
  if (agent !== undefined) headers.set("user-agent", agent.slice(0, 500));
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

async function recordSignIn(
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
