import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { useEmbeddedPostgres } from "../src/kernel/database/embedded-postgres.ts";
import { createPool } from "../src/kernel/database/pool.ts";
import { type PerennialProcess, postmasterPid, runPerennial } from "./perennial-process.ts";

export type Answer = { status: number; body: never };
export type Request = {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
};

/** A real `perennial start` on a data directory and a port of its own that is there to be killed and started again. */
export type KilledServer = {
  url: string;
  /** Starts it with its clock at `now`; resolves when it says that it is ready. */
  start: (now: Temporal.Instant) => Promise<void>;
  /** Starts it and kills it `afterMs` later, ready or not. */
  startAndKill: (now: Temporal.Instant, afterMs: number) => Promise<void>;
  /** `kill -9`; of the database as well if told. */
  kill: (more?: { andDatabase: boolean }) => Promise<void>;
  /** Runs `perennial …` beside it and answers with the last line. */
  run: (words: string[], input?: string) => Promise<string>;
  /** Sends a request again and again until somebody answers it: what a client does that must get through. */
  persist: (path: string, request?: Request) => Promise<Answer>;
  /** Rows of its database. */
  query: <Row>(sql: string) => Promise<Row[]>;
  /** How often it was started. */
  lives: () => number;
  /** What the running one has printed. */
  output: () => string;
  close: () => Promise<void>;
};

/** Asks the API with a key, as long as it takes. Throws when the answer is a problem that `allows` does not name. */
export type Api = <Body>(path: string, request?: Request & { allows?: number }) => Promise<Body>;

export function apiOf(server: KilledServer, key: string): Api {
  return async (path, { allows, ...request } = {}) => {
    const headers = { authorization: `Bearer ${key}`, ...request.headers };
    const { status, body } = await server.persist(`/api/v1/${path}`, { ...request, headers });
    if (status < 400 || status === allows) return body;
    throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`);
  };
}

export async function killedServer(env: Record<string, string>): Promise<KilledServer> {
  const dataDir = await mkdtemp(join(tmpdir(), "perennial-killed-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  // Fifty starts need not compile the same code fifty times.
  const own = {
    DATA_DIR: dataDir,
    PORT: String(port),
    NODE_COMPILE_CACHE: join(dataDir, "compiled"),
    ...env,
  };
  let server: PerennialProcess | undefined;
  let lives = 0;

  const begin = (now: Temporal.Instant) => {
    lives += 1;
    server = runPerennial(["start"], { env: { ...own, PERENNIAL_NOW: now.toString() } });
    return server;
  };
  const end = async (signal: "SIGKILL" | "SIGTERM") => {
    const ending = server;
    server = undefined;
    ending?.child.kill(signal);
    await ending?.ended;
  };
  return {
    url,
    async start(now) {
      await begin(now).ready();
    },
    async startAndKill(now, afterMs) {
      begin(now);
      await sleep(afterMs);
      await end("SIGKILL");
    },
    async kill(more) {
      const postmaster = more?.andDatabase ? postmasterPid(dataDir) : undefined;
      if (postmaster !== undefined) process.kill(postmaster, "SIGKILL");
      await end("SIGKILL");
    },
    async run(words, input = "") {
      const command = runPerennial(words, { env: own, input });
      const code = await command.ended;
      if (code !== 0) throw new Error(`perennial ${words.join(" ")}:\n${command.output()}`);
      return command.output().trim().split("\n").at(-1) ?? "";
    },
    async persist(path, request = {}) {
      for (;;) {
        const answer = await attempt(`${url}${path}`, request);
        if (answer !== undefined) return answer;
        await sleep(50);
      }
    },
    async query<Row>(text: string) {
      const database = await useEmbeddedPostgres({ dataDir });
      const pool = createPool(database.url, { max: 1 });
      try {
        return (await pool.query(text)).rows as Row[];
      } finally {
        await pool.end();
        await database.release();
      }
    },
    lives: () => lives,
    output: () => server?.output() ?? "",
    async close() {
      await end("SIGTERM");
      // Killed before it was asked to stop: whoever uses the database last stops it.
      if (postmasterPid(dataDir) !== undefined) await (await useEmbeddedPostgres({ dataDir })).release();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Undefined when nobody was there, the answer did not come whole, or it was “come again later”. */
async function attempt(url: string, { method = "GET", body, headers }: Request): Promise<Answer | undefined> {
  try {
    const isRaw = typeof body === "string" || body instanceof Uint8Array;
    const response = await fetch(url, {
      method,
      headers: { ...(body === undefined || isRaw ? {} : { "content-type": "application/json" }), ...headers },
      ...(body === undefined ? {} : { body: isRaw ? (body as string) : JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    });
    const text = await response.text();
    if (response.status === 503) return undefined;
    return { status: response.status, body: (text === "" ? null : JSON.parse(text)) as never };
  } catch {
    return undefined;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  return typeof address === "object" ? (address?.port ?? 0) : 0;
}
