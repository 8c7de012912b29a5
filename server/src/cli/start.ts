import { composition } from "../composition.ts";
import { type Config, readConfig } from "../config.ts";
import { openInstallation } from "../installation.ts";
import type { App } from "../kernel/app.ts";
import type { CommandLine, CommandLineCall } from "../kernel/command-line.ts";
import { closeServer } from "../kernel/http/close-server.ts";
import { buildServer } from "../kernel/http/server.ts";
import { startJobs } from "../kernel/jobs/index.ts";
import { slices } from "../slices.ts";
import { type ClosingOrder, createClosingOrder } from "./closing-order.ts";
import { listen } from "./listen.ts";
import { createOperatorLog } from "./operator-log.ts";
import { listenForStop, type StopSignal } from "./stop-signal.ts";
import { buildWebOnce } from "./web-build.ts";

type Parts = { api: boolean; worker: boolean };

const REQUESTS_LIMIT_MS = 10_000;
const JOBS_LIMIT_MS = 20_000;

export const startEverything: CommandLine = {
  name: "start",
  usage: "[--sample]",
  summary:
    "Runs database, API, worker and web application in one process; --sample fills the sample company.",
  options: { sample: { type: "boolean" } },
  run: (call) => run(call, { api: true, worker: true }),
};

export const startApi: CommandLine = {
  name: "api",
  usage: "",
  summary: "Runs the API and the web application only.",
  run: (call) => run(call, { api: true, worker: false }),
};

export const startWorker: CommandLine = {
  name: "worker",
  usage: "",
  summary: "Runs the jobs only.",
  run: (call) => run(call, { api: false, worker: true }),
};

/** Opens part after part until asked to stop, then closes them in the opposite order: HTTP, jobs, connections, database. */
async function run(call: CommandLineCall, parts: Parts): Promise<number> {
  const config = readConfig(process.env);
  const log = createOperatorLog(config);
  const stop = listenForStop();
  const opened = createClosingOrder(log);
  const failWith = (error: unknown) => {
    log.fatal({ err: error }, "an error that nothing expected; stopping");
    stop.request("an unexpected error", 1);
  };
  process.on("uncaughtException", failWith);
  try {
    await openParts(call, parts, { config, log, stop, opened });
    const { reason, exitCode } = await stop.requested;
    log.info({ reason }, "stopping");
    return exitCode;
  } catch (error) {
    if (stop.isRequested && error instanceof Error && error.name === "AbortError") return 0;
    throw error;
  } finally {
    await opened.closeAll(stop.hurry);
  }
}

type Scene = { config: Config; log: App["log"]; stop: StopSignal; opened: ClosingOrder };

async function openParts(call: CommandLineCall, parts: Parts, scene: Scene): Promise<void> {
  const { config, log, stop, opened } = scene;
  if (parts.api) {
    const abort = new AbortController();
    void stop.requested.then(() => abort.abort());
    await buildWebOnce(call.print, abort.signal);
  }
  if (stop.isRequested) return;

  const { app, url, close } = await openInstallation(config, log);
  opened.add("the database", close);
  if (stop.isRequested) return;
  await app.live.start();
  opened.add("live updates", () => app.live.stop());

  if (parts.worker) await openWorker(app, url, opened);
  if (stop.isRequested) return;

  if (parts.api) await openApi(app, config, opened, call.print);
  else call.print("Perennial's worker is running.");
  if (config.startsAt !== undefined) {
    call.print(
      `The clock began at ${config.startsAt.toString()} and runs on (PERENNIAL_NOW). Not for real use.`,
    );
  }
  if (call.values.sample === true) await Promise.race([fillSample(call, app), stop.requested]);
}

async function openWorker(app: App, url: string, opened: ClosingOrder): Promise<void> {
  for (const slice of app.slices) {
    const close = await slice.start?.(app);
    if (close !== undefined) opened.add(slice.name, close, JOBS_LIMIT_MS);
  }
  const jobs = await startJobs({
    app,
    url,
    jobs: app.slices.flatMap((slice) => slice.jobs ?? []),
    crons: app.slices.flatMap((slice) => slice.crons ?? []),
  });
  opened.add("the jobs", () => jobs.stop(JOBS_LIMIT_MS), JOBS_LIMIT_MS);
}

async function openApi(
  app: App,
  config: Config,
  opened: ClosingOrder,
  print: (line: string) => void,
): Promise<void> {
  const server = await buildServer(app, composition.authenticate(app), composition.mounts);
  opened.add("the HTTP server", () => closeServer(server, REQUESTS_LIMIT_MS), REQUESTS_LIMIT_MS + 1_000);
  const address = await listen(server, config);
  // Only once the port is ours: a new link ends the one that another process may have printed.
  const link = await composition.setupLink(app);
  print(`Perennial is ready: ${address}`);
  if (link !== undefined) print(`Create the first administrator: ${link}`);
}

/** What `sample-company` does, in the application that runs already. */
async function fillSample(call: CommandLineCall, app: App): Promise<void> {
  const sample = slices
    .flatMap((slice) => slice.commandLines ?? [])
    .find(({ name }) => name === "sample-company");
  await sample?.run({ ...call, values: {}, positionals: [], withApp: (work) => work(app) });
}
