import { randomUUID } from "node:crypto";
import formbody from "@fastify/formbody";
import helmet from "@fastify/helmet";
import {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
  fastify,
  LogController,
} from "fastify";
import type { App } from "../app.ts";
import { createContext } from "../app.ts";
import type { Actor } from "../context.ts";
import { problem } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { endConnectionsWhenClosing } from "./close-server.ts";
import { mountLiveStream } from "./live-stream.ts";
import { loggedPath } from "./logged-path.ts";
import { mountOpenApi } from "./openapi.ts";
import { countRequests, mountOperations } from "./operations.ts";
import { problemOfOrigin } from "./origin.ts";
import { answerProblem } from "./problem-answer.ts";
import type { Route } from "./route.ts";

/** Recognises who asks; throws `unauthenticated` when nobody can be recognised. */
export type Authenticate = (request: FastifyRequest) => Promise<Actor>;

/** What a slice mounts beside `/api/v1` (ingest, sign-in, inbound mail, the web's files). */
export type Mount = (server: FastifyInstance, app: App) => Promise<void>;

const apiRoot = "/api/v1";
const largestBody = 10 * 1024 * 1024;

/** Builds the HTTP server over the slices' routes. It does not listen yet. */
export async function buildServer(
  app: App,
  authenticate: Authenticate,
  mounts: readonly Mount[] = [],
): Promise<FastifyInstance> {
  const server = fastify({
    loggerInstance: app.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    bodyLimit: largestBody,
    requestTimeout: 60_000,
    connectionTimeout: 0,
    forceCloseConnections: "idle",
    routerOptions: { maxParamLength: 500 },
  });
  server.server.headersTimeout = 10_000;
  await server.register(formbody);
  await server.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", "data:", "blob:"],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        workerSrc: ["'self'", "blob:"],
        frameAncestors: ["'none'"],
        upgradeInsecureRequests: app.settings.publicUrl.startsWith("https:") ? [] : null,
      },
    },
    strictTransportSecurity: app.settings.publicUrl.startsWith("https:"),
  });
  countRequests(server);
  endConnectionsWhenClosing(server);
  server.addHook("onSend", async (request, reply) => {
    reply.header("x-request-id", request.id);
  });
  server.addHook("onResponse", async (request, reply) => {
    app.log.debug(
      {
        requestId: request.id,
        method: request.method,
        url: loggedPath(request.url),
        status: reply.statusCode,
        ms: reply.elapsedTime,
      },
      "answered",
    );
  });
  server.setErrorHandler((error, request, reply) => answerProblem(reply, error, request.id, app.log));
  server.setNotFoundHandler((request, reply) =>
    answerProblem(
      reply,
      problem("not-found", `There is nothing at ${request.method} ${pathOf(request)}.`),
      request.id,
      app.log,
    ),
  );
  server.removeContentTypeParser("application/json");
  server.addContentTypeParser("application/json", { parseAs: "string" }, (_request, body, done) => {
    const text = body as string;
    if (text.trim() === "") return done(null, undefined);
    try {
      done(null, JSON.parse(text));
    } catch (error) {
      done(problem("invalid-input", `The body is not valid JSON: ${(error as Error).message}.`));
    }
  });

  await mountOperations(server, app);
  mountLiveStream(server, app, authenticate);
  mountOpenApi(server, app, authenticate);
  for (const slice of app.slices)
    for (const each of slice.routes ?? []) mountRoute(server, app, authenticate, each);
  for (const slice of app.slices) for (const mount of slice.mounts ?? []) await mount(server, app);
  for (const mount of mounts) await mount(server, app);
  return server;
}

function mountRoute(
  server: FastifyInstance,
  app: App,
  authenticate: Authenticate,
  { endpoint, run }: Route,
): void {
  server.route({
    method: endpoint.method,
    url: `${apiRoot}${endpoint.path}`,
    handler: async (request, reply) => {
      const actor = await authenticate(request);
      const isWrite = endpoint.method !== "GET";
      if (isWrite) {
        const refusal = problemOfOrigin(request, app.settings.publicUrl);
        if (refusal) throw refusal;
      }
      const ctx = await createContext(app, actor, {
        requestId: request.id,
        ...(isWrite ? idempotencyKeyOf(request) : {}),
      });
      const result = await run({
        params: parseInput(endpoint.params, request.params),
        query: parseInput(endpoint.query, request.query),
        body: parseInput(endpoint.body, request.body),
        ctx,
        app,
        request,
        reply,
      });
      if (reply.sent) return reply;
      reply.code(endpoint.status);
      return endpoint.status === 204 ? reply.send() : reply.send(result ?? null);
    },
  });
}

function idempotencyKeyOf(request: FastifyRequest): { idempotencyKey?: string } {
  const key = request.headers["idempotency-key"];
  if (key === undefined) return {};
  if (typeof key !== "string" || key.length < 8 || key.length > 255) {
    throw problem("invalid-input", "Idempotency-Key must be 8 to 255 characters, such as a UUID.");
  }
  return { idempotencyKey: key };
}

function pathOf(request: FastifyRequest): string {
  return request.url.split("?")[0] ?? request.url;
}
