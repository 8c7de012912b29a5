import { statfs } from "node:fs/promises";
import { connect, createServer } from "node:net";
import pg from "pg";
import { type Config, readConfig } from "../config.ts";
import { migrationsFolder } from "../installation.ts";
import { createClock } from "../kernel/clock.ts";
import type { CommandLine } from "../kernel/command-line.ts";
import { pendingMigrations } from "../kernel/database/migrate.ts";
import { clientConfig } from "../kernel/database/pool.ts";
import { type OpenDatabase, openDatabase } from "../open-database.ts";
import { createOperatorLog } from "./operator-log.ts";

type Finding = { state: "ok" | "note" | "fault"; about: string; text: string };

export const doctor: CommandLine = {
  name: "doctor",
  usage: "",
  summary: "Examines the installation and says what to mend; exit code 1 when something is broken.",
  async run({ print }) {
    const config = readConfig(process.env);
    const findings: Finding[] = [
      aboutNode(),
      await aboutDisk(config),
      await aboutPort(config),
      await aboutMail(config),
    ];
    try {
      const database = await openDatabase(config, createOperatorLog({ ...config, logLevel: "silent" }));
      findings.push(...(await aboutDatabase(database).finally(() => database.close())));
    } catch (error) {
      findings.push({
        state: "fault",
        about: "database",
        text: error instanceof Error ? error.message : String(error),
      });
    }
    for (const { state, about, text } of findings) print(`${state.padEnd(5)}  ${about.padEnd(9)}  ${text}`);
    return findings.some(({ state }) => state === "fault") ? 1 : undefined;
  },
};

function aboutNode(): Finding {
  return { state: "ok", about: "node", text: `${process.version} on ${process.platform}-${process.arch}` };
}

async function aboutDisk({ dataDir }: Config): Promise<Finding> {
  const about = "disk";
  try {
    const { bavail, bsize } = await statfs(dataDir);
    const free = Math.floor((bavail * bsize) / 1024 ** 2);
    if (free < 256)
      return { state: "fault", about, text: `only ${free} MB free for ${dataDir}; free some space` };
    return { state: free < 2048 ? "note" : "ok", about, text: `${free} MB free for ${dataDir}` };
  } catch {
    return { state: "note", about, text: `${dataDir} does not exist yet; the first start makes it` };
  }
}

async function aboutPort({ host, port }: Config): Promise<Finding> {
  const failure = await new Promise<NodeJS.ErrnoException | undefined>((done) => {
    const server = createServer().on("error", done);
    server.listen(port, host, () => server.close(() => done(undefined)));
  });
  if (failure === undefined) return { state: "ok", about: "port", text: `${host}:${port} is free` };
  const text = `${host}:${port} ${failure.code === "EADDRINUSE" ? "is in use; fine when that is Perennial itself" : failure.message}`;
  return { state: "note", about: "port", text };
}

async function aboutMail({ smtpUrl }: Config): Promise<Finding> {
  if (smtpUrl === undefined)
    return { state: "note", about: "mail", text: "SMTP_URL is not set: no e-mail is sent" };
  const { hostname, port, protocol } = new URL(smtpUrl);
  const where = { host: hostname, port: Number(port || (protocol === "smtps:" ? 465 : 587)) };
  const failure = await new Promise<string | undefined>((done) => {
    const socket = connect({ ...where, timeout: 5000 });
    const end = (text?: string) => {
      socket.destroy();
      done(text);
    };
    socket
      .on("connect", () => end())
      .on("timeout", () => end("no answer in 5 s"))
      .on("error", (error) => end(error.message));
  });
  if (failure === undefined)
    return { state: "ok", about: "mail", text: `${where.host}:${where.port} answers` };
  return {
    state: "fault",
    about: "mail",
    text: `${where.host}:${where.port}: ${failure}. Correct SMTP_URL.`,
  };
}

async function aboutDatabase({ url, isEmbedded }: OpenDatabase): Promise<Finding[]> {
  const client = new pg.Client(clientConfig(url));
  await client.connect();
  try {
    const { rows } = await client.query<{ version: string; size: string; fsync: string; seconds: number }>(
      `SELECT current_setting('server_version') AS version, pg_size_pretty(pg_database_size(current_database())) AS size,
        current_setting('fsync') AS fsync, extract(epoch FROM clock_timestamp())::float8 AS seconds`,
    );
    const { version = "", size = "", fsync = "", seconds = 0 } = rows[0] ?? {};
    const skew = Math.abs(seconds - createClock().now().epochMilliseconds / 1000);
    const pending = await pendingMigrations(url, migrationsFolder);
    return [
      {
        state: "ok",
        about: "database",
        text: `PostgreSQL ${version}${isEmbedded ? " (embedded)" : ""}, ${size}`,
      },
      fsync === "on"
        ? { state: "ok", about: "safety", text: "what is committed is on disk (fsync is on)" }
        : { state: "fault", about: "safety", text: "fsync is off: a power cut loses data; turn it on" },
      skew < 5
        ? { state: "ok", about: "clock", text: "this machine and the database agree" }
        : {
            state: "note",
            about: "clock",
            text: `the database's clock is ${skew.toFixed(0)} s apart; set both by NTP`,
          },
      pending.length === 0
        ? { state: "ok", about: "schema", text: "up to date" }
        : {
            state: "note",
            about: "schema",
            text: `${pending.length} migrations are pending; the next start applies them`,
          },
    ];
  } finally {
    await client.end();
  }
}
