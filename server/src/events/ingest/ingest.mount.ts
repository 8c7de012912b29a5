import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { App } from "../../kernel/app.ts";
import { problem } from "../../kernel/errors.ts";
import type { Mount } from "../../kernel/http/server.ts";
import { actorOfWriteKey, basicUser } from "../write-keys/write-key-actor.ts";
import type { CallOutcome } from "./call.ts";
import { callTypes } from "./call.ts";
import { type Coalescer, createCoalescer } from "./coalescer.ts";
import { type CallError, type ParsedRequest, parseRequest, refused } from "./parse-request.ts";
import { largestBatchBytes, readBody, tooLarge } from "./read-body.ts";

/**
 * `POST /v1/{track,identify,group,page,screen,alias,batch}` as the libraries of Segment and RudderStack speak it. An
 * answer of 200 means that what it says was taken is durable.
 */
export const mountIngest: Mount = async (server, app) => {
  const coalescer = createCoalescer(app);
  await server.register(async (scope: FastifyInstance) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      "*",
      { parseAs: "buffer", bodyLimit: largestBatchBytes + 1024 },
      (_request, body, done) => done(null, body),
    );
    scope.addHook("onSend", async (_request, reply) => {
      reply.header("access-control-allow-origin", "*");
      reply.header("cross-origin-resource-policy", "cross-origin");
    });
    for (const type of [...callTypes, "batch"] as const) {
      scope.options(`/v1/${type}`, async (_request, reply) =>
        reply
          .code(204)
          .header("access-control-allow-methods", "POST")
          .header("access-control-allow-headers", "authorization, content-type, content-encoding")
          .header("access-control-max-age", "86400")
          .send(),
      );
      scope.post(`/v1/${type}`, (request, reply) => answer(app, coalescer, type, request, reply));
    }
  });
};

async function answer(
  app: App,
  coalescer: Coalescer,
  type: (typeof callTypes)[number] | "batch",
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const receivedAt = app.clock.now();
  const user = basicUser(request.headers.authorization);
  const early = user === undefined ? undefined : await actorOfWriteKey(app, user);
  if (user !== undefined && !early) throw unauthenticated();
  const body = request.body;
  if (!Buffer.isBuffer(body) || body.length === 0) throw problem("invalid-input", "The body is empty.");
  if (body.length > largestBatchBytes) throw tooLarge();
  const read = readBody(body);
  const actor = early ?? (await actorOfWriteKey(app, writeKeyIn(read.json)));
  if (!actor) throw unauthenticated();
  const parsed = parseRequest(type, read, receivedAt);
  const outcomes = parsed.calls.length === 0 ? [] : await coalescer.submit(actor, parsed.calls);
  const summary = summarise(parsed, outcomes);
  if (summary.errors.length > 0 && summary.errors.length === parsed.total) {
    throw refused(summary.errors, type === "batch" ? "batch." : "");
  }
  return reply.send(summary);
}

function summarise(parsed: ParsedRequest, outcomes: readonly CallOutcome[]) {
  const errors: CallError[] = [...parsed.errors];
  const warnings: CallError[] = [];
  const count = { recorded: 0, duplicate: 0, held: 0, rejected: parsed.errors.length };
  outcomes.forEach((outcome, position) => {
    count[outcome.status] += 1;
    if (outcome.message === undefined) return;
    const list = outcome.status === "rejected" ? errors : warnings;
    list.push({ index: parsed.indexes[position] ?? position, message: outcome.message });
  });
  errors.sort((a, b) => a.index - b.index);
  return { success: errors.length === 0, ...count, errors, warnings };
}

/** Browsers' beacons cannot send headers; they bring the key in the body. */
function writeKeyIn(json: unknown): string {
  const key = (json as { writeKey?: unknown } | null)?.writeKey;
  return typeof key === "string" ? key : "";
}

function unauthenticated(): Error {
  return problem(
    "unauthenticated",
    "Send a write key as the user name of HTTP Basic authentication. Make one with: perennial write-key create --name N",
  );
}
