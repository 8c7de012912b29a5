import { getSignInOptions } from "@perennial/contract";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { type App, createContext } from "../kernel/app.ts";
import { execute } from "../kernel/command.ts";
import type { Actor } from "../kernel/context.ts";
import { Problem } from "../kernel/errors.ts";
import { seal, unseal } from "../kernel/seal.ts";
import { limitAttempts } from "./attempts.ts";
import { type Asked, addressToSignIn, identityOf } from "./identity-provider.ts";
import { openSessionOf } from "./sign-in-answer.ts";
import { signInByProvider } from "./sign-in-by-provider.ts";
import { findIdentityProvider } from "./single-sign-on-settings.ts";

/** Somebody the identity provider speaks for. */
const visitor: Actor = {
  kind: "system",
  id: "single-sign-on",
  name: "Single sign-on",
  permissions: new Set(["people.sign-in-by-provider"]),
};

const cookieName = "perennial.sso";
const cookiePath = "/auth/sso";
const validSeconds = 600;
const purpose = "single sign-on request";
const keptSchema = z.object({
  verifier: z.string(),
  state: z.string(),
  nonce: z.string(),
  to: z.string(),
  untilMs: z.number(),
});

/** `/auth/sso/*`: to the identity provider and back. Both are pages that a browser goes to, not calls. */
export async function mountSingleSignOn(server: FastifyInstance, app: App): Promise<void> {
  server.get(`/auth${getSignInOptions.path}`, async (_request, reply) => {
    reply.header("cache-control", "no-store");
    const provider = await findIdentityProvider(app, app.db);
    return {
      singleSignOn: provider ? { label: provider.label } : null,
      mailsPasswordResets: app.settings.smtpUrl !== undefined,
    };
  });

  server.get("/auth/sso/start", async (request, reply) => {
    const { to } = z.object({ to: z.string().max(2000).catch("/") }).parse(request.query);
    return orExplain(app, reply, async () => {
      await limitAttempts(app, reply, `address ${request.ip}`, { max: 60, windowSeconds: 300 });
      const provider = await findIdentityProvider(app, app.db);
      if (!provider) return reply.redirect("/sign-in?problem=off");
      const { address, asked } = await addressToSignIn(app, provider);
      keep(app, reply, asked, ownPath(app, to));
      return reply.redirect(address);
    });
  });

  server.get("/auth/sso/callback", async (request, reply) =>
    orExplain(app, reply, async () => {
      await limitAttempts(app, reply, `address ${request.ip}`, { max: 60, windowSeconds: 300 });
      const kept = keptOf(app, request);
      const provider = await findIdentityProvider(app, app.db);
      if (!kept || !provider) return reply.redirect("/sign-in?problem=late");
      setCookie(app, reply, "", 0);
      const query = request.url.split("?")[1] ?? "";
      const identity = await identityOf(app, provider, query, kept);
      const ctx = await createContext(app, visitor, { requestId: request.id });
      const { id } = await execute(app, ctx, signInByProvider, identity);
      await openSessionOf(app, request, reply, id);
      return reply.redirect(kept.to);
    }),
  );
}

/** Whatever goes wrong, the person comes back to the page for signing in, which says what. */
async function orExplain(
  app: App,
  reply: FastifyReply,
  work: () => Promise<FastifyReply>,
): Promise<FastifyReply> {
  reply.header("cache-control", "no-store");
  try {
    return await work();
  } catch (error) {
    app.log.warn({ err: error }, "somebody could not sign in by single sign-on");
    const code = error instanceof Problem ? error.code : "failed";
    return reply.redirect(
      `/sign-in?problem=${code === "forbidden" ? "refused" : code === "rate-limited" ? "often" : "failed"}`,
    );
  }
}

function keep(app: App, reply: FastifyReply, asked: Asked, to: string): void {
  const untilMs = app.clock.now().add({ seconds: validSeconds }).epochMilliseconds;
  setCookie(app, reply, seal(app, purpose, JSON.stringify({ ...asked, to, untilMs })), validSeconds);
}

function keptOf(app: App, request: FastifyRequest): z.infer<typeof keptSchema> | undefined {
  const cookie = (request.headers.cookie ?? "")
    .split("; ")
    .find((each) => each.startsWith(`${cookieName}=`))
    ?.slice(cookieName.length + 1);
  const text = cookie === undefined ? undefined : unseal(app, purpose, cookie);
  if (text === undefined) return undefined;
  const kept = keptSchema.parse(JSON.parse(text));
  return kept.untilMs > app.clock.now().epochMilliseconds ? kept : undefined;
}

function setCookie(app: App, reply: FastifyReply, value: string, maxAge: number): void {
  const secure = app.settings.publicUrl.startsWith("https:") ? "; Secure" : "";
  reply.header(
    "set-cookie",
    `${cookieName}=${value}; Path=${cookiePath}; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secure}`,
  );
}

/** Where somebody wanted to go, if that is a page of ours. */
function ownPath(app: App, to: string): string {
  const base = new URL(app.settings.publicUrl);
  if (!to.startsWith("/") || !URL.canParse(to, base)) return "/";
  const url = new URL(to, base);
  return url.origin === base.origin && !url.pathname.startsWith("//")
    ? `${url.pathname}${url.search}${url.hash}`
    : "/";
}
