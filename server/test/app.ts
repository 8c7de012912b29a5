import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import type { FastifyInstance } from "fastify";
import { type App, createApp, createContext, systemContext } from "../src/kernel/app.ts";
import { createVirtualClock, type VirtualClock } from "../src/kernel/clock.ts";
import type { Actor, Context } from "../src/kernel/context.ts";
import type { Db } from "../src/kernel/db.ts";
import { buildServer } from "../src/kernel/http/server.ts";
import { type Drained, drainJobs, parseCrons, registerCrons } from "../src/kernel/jobs/index.ts";
import { createLog } from "../src/kernel/log.ts";
import type { Slice } from "../src/kernel/slice.ts";
import { authenticate, permissionsOf, type Role } from "../src/people/index.ts";
import { slices } from "../src/slices.ts";
import { createTestDatabase } from "./database.ts";

/** The whole application on a database of its own, with a clock that stands still until it is advanced. */
export type TestApp = {
  app: App;
  db: Db;
  url: string;
  clock: VirtualClock;
  ctx(as?: Role): Promise<Context>;
  /** A request as somebody of a role; `as: null` is whoever its cookie or key says, or nobody. */
  inject(request: TestRequest): Promise<TestResponse>;
  advance(duration: Temporal.DurationLike): void;
  /** Runs the jobs and crons of all slices that are due by the clock, until none is. */
  drain(): Promise<Drained>;
  close(): Promise<void>;
};
export type TestRequest = {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  url: string;
  body?: unknown;
  as?: Role | null;
  /** An undefined one is left out, also where it would be sent by itself. */
  headers?: Record<string, string | undefined>;
};
// biome-ignore lint/suspicious/noExplicitAny: tests read answers of any shape and assert what they hold
export type TestResponse = { status: number; body: any; raw: Buffer; headers: Record<string, unknown> };

/** The instant at which a test's clock stands unless told. */
export const testNow = "2026-11-23T09:00:00Z";

export async function testApp({
  now = testNow,
  isEmpty = false,
  moreSlices = [],
}: {
  now?: string;
  isEmpty?: boolean;
  moreSlices?: readonly Slice[];
} = {}): Promise<TestApp> {
  const database = await createTestDatabase({ max: 8 });
  const clock = createVirtualClock(Temporal.Instant.from(now));
  const app = createApp({
    pool: database.pool,
    clock,
    log: createLog("silent"),
    settings: {
      publicUrl: "http://127.0.0.1:4400",
      dataDir: tmpdir(),
      secret: "test-secret-of-32-characters-long",
    },
    slices: [...slices, ...moreSlices],
  });
  if (!isEmpty) {
    const ctx = await systemContext(app, "test start");
    for (const slice of slices) await slice.ensureShipped?.(app, ctx);
  }
  const jobs = slices.flatMap((slice) => slice.jobs ?? []);
  const crons = slices.flatMap((slice) => slice.crons ?? []);
  await registerCrons(app.db, parseCrons(crons), clock.now());
  let server: FastifyInstance | undefined;
  const serve = async () => {
    const recognise = authenticate(app);
    server ??= await buildServer(app, async (request) => {
      const role = request.headers["x-test-role"];
      return typeof role === "string" ? actorOf(role as Role) : recognise(request);
    });
    return server;
  };
  return {
    app,
    db: app.db,
    url: database.url,
    clock,
    ctx: (as = "administrator") => createContext(app, actorOf(as), { requestId: randomUUID() }),
    advance: (duration) => clock.advance(duration),
    drain: () => drainJobs(app, { jobs, crons }),
    async inject({ method = "GET", url, body, as = "administrator", headers = {} }) {
      const response = await (await serve()).inject({
        method,
        url: url.startsWith("/") ? url : `/api/v1/${url}`,
        headers: given({ "x-perennial-csrf": "1", "x-test-role": as ?? undefined, ...headers }),
        ...(body === undefined ? {} : { payload: body as object }),
      });
      const isJson = String(response.headers["content-type"] ?? "").includes("json");
      return {
        status: response.statusCode,
        body: isJson ? response.json() : response.body,
        raw: response.rawPayload,
        headers: response.headers,
      };
    },
    async close() {
      await server?.close();
      await app.live.stop();
      await database.close();
    },
  };
}

function given(headers: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).flatMap(([k, v]) => (v === undefined ? [] : [[k, v]])));
}

function actorOf(role: Role): Actor {
  return { kind: "teammate", id: `test-${role}`, name: `Test ${role}`, permissions: permissionsOf(role) };
}
