import {
  acceptInvitation as acceptInvitationEndpoint,
  askPasswordReset as askPasswordResetEndpoint,
  checkLink,
  type Endpoint,
  giveSecondFactor as giveSecondFactorEndpoint,
  resetPassword as resetPasswordEndpoint,
  setUp,
  signIn,
  signOut,
} from "@perennial/contract";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import { type App, createContext } from "../kernel/app.ts";
import { execute } from "../kernel/command.ts";
import type { Actor, Context } from "../kernel/context.ts";
import { problemOfOrigin } from "../kernel/http/origin.ts";
import { parseInput } from "../kernel/parse-input.ts";
import { acceptInvitation } from "./accept-invitation.ts";
import { askPasswordReset } from "./ask-password-reset.ts";
import { type AttemptLimit, forgetAttempts, limitAttempts } from "./attempts.ts";
import { resetPassword } from "./reset-password.ts";
import { giveSecondFactor } from "./second-factor.ts";
import { assertSetUpToken, claimInstallation } from "./set-up.ts";
import { closeSession, openSession } from "./sign-in-answer.ts";
import { holderOfLink } from "./sign-in-links.ts";

/** Somebody nobody has recognised yet; each command it may run asks for a link's token. */
const visitor: Actor = {
  kind: "system",
  id: "sign-in",
  name: "Sign-in",
  permissions: new Set(["people.*", "teammates.administer"]),
};

type Call<B> = { app: App; body: B; ctx: Context; request: FastifyRequest; reply: FastifyReply };

const perAddress: AttemptLimit = { max: 60, windowSeconds: 300 };
/** Of one e-mail from one address: guessing. Of one e-mail from anywhere: guessing by many, without making it easy to lock somebody out. */
const perPerson: AttemptLimit = { max: 10, windowSeconds: 900 };
const perEmail: AttemptLimit = { max: 100, windowSeconds: 3600 };
/** Mails to one person who did not ask for them are a nuisance; each also makes the link before it worthless. */
const mailsPerPerson: AttemptLimit = { max: 3, windowSeconds: 3600 };

/** `/auth/*`: what can be asked without being signed in. Every request is counted, and refused from other sites. */
export async function mountSignIn(server: FastifyInstance, app: App): Promise<void> {
  const mount = <B extends z.ZodType>(
    endpoint: Endpoint<z.ZodType, z.ZodType, B>,
    run: (call: Call<z.output<B>>) => Promise<unknown>,
  ) => {
    server.post(`/auth${endpoint.path}`, async (request, reply) => {
      const refusal = problemOfOrigin(request, app.settings.publicUrl);
      if (refusal) throw refusal;
      await limitAttempts(app, reply, `address ${request.ip}`, perAddress);
      const body = parseInput(endpoint.body, request.body);
      const ctx = await createContext(app, visitor, { requestId: request.id });
      reply.header("cache-control", "no-store");
      const answer = await run({ app, body, ctx, request, reply });
      return reply.code(endpoint.status).send(answer);
    });
  };

  mount(signIn, async ({ body, request, reply }) => {
    const email = body.email.trim().toLowerCase();
    const person = `sign-in ${email} ${request.ip}`;
    await limitAttempts(app, reply, person, perPerson);
    await limitAttempts(app, reply, `sign-in ${email}`, perEmail);
    const opened = await openSession(app, request, reply, body);
    await forgetAttempts(app, person);
    return opened;
  });
  mount(giveSecondFactorEndpoint, async ({ body, request, reply }) =>
    giveSecondFactor(app, request, reply, body.code),
  );
  mount(signOut, async ({ request, reply }) => closeSession(app, request, reply));
  mount(checkLink, async ({ body, ctx }) => {
    const { name: companyName } = await app.company();
    if (body.purpose === "set-up") {
      await assertSetUpToken(app.db, ctx.now, body.token);
      return { name: null, email: null, companyName };
    }
    const { name, email } = await holderOfLink(app.db, ctx.now, body.purpose, body.token);
    return { name, email, companyName };
  });
  mount(setUp, async ({ body, ctx, request, reply }) => {
    await execute(app, ctx, claimInstallation, body);
    await openSession(app, request, reply, { ...body, rememberMe: true });
  });
  mount(acceptInvitationEndpoint, async ({ body, ctx, request, reply }) => {
    const { email } = await execute(app, ctx, acceptInvitation, body);
    await openSession(app, request, reply, { email, password: body.password, rememberMe: true });
  });
  mount(askPasswordResetEndpoint, async ({ body, ctx, reply }) => {
    await limitAttempts(app, reply, `password-reset ${body.email.trim().toLowerCase()}`, mailsPerPerson);
    await execute(app, ctx, askPasswordReset, body);
  });
  mount(resetPasswordEndpoint, async ({ body, ctx, request, reply }) => {
    const { email } = await execute(app, ctx, resetPassword, body);
    await openSession(app, request, reply, { email, password: body.password, rememberMe: true });
  });
}
