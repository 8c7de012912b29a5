/** How a long-running command learns that it should end. */
export type StopSignal = {
  /** Settles at the first request to stop, with its reason and the exit code. */
  requested: Promise<StopRequest>;
  readonly isRequested: boolean;
  /** Aborts at a second request: stop waiting for work in progress. What protects data is still done in order. */
  hurry: AbortSignal;
  /** Asks from inside, as a signal would from outside. */
  request: (reason: string, exitCode?: number) => void;
};

export type StopRequest = { reason: string; exitCode: number };

/** One Ctrl-C arrives twice when a launcher in the same terminal passes it on; only a later one means hurry. */
const ECHO_MS = 700;

/**
 * Listens for SIGINT, SIGTERM, SIGHUP, and for the end of the launcher that started us (it holds a channel to us): a
 * server that nobody can stop any more in its terminal must not keep its port.
 */
export function listenForStop(): StopSignal {
  const requested = Promise.withResolvers<StopRequest>();
  const hurry = new AbortController();
  let requestedAt: number | undefined;
  const request = (reason: string, exitCode = 0) => {
    if (requestedAt === undefined) {
      requestedAt = performance.now();
      requested.resolve({ reason, exitCode });
    } else if (performance.now() - requestedAt > ECHO_MS) {
      hurry.abort();
    }
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => request(signal));
  if (process.channel) {
    process.on("disconnect", () => request("the program that started this one has ended"));
    process.channel.unref();
  }
  return {
    requested: requested.promise,
    get isRequested() {
      return requestedAt !== undefined;
    },
    hurry: hurry.signal,
    request,
  };
}
