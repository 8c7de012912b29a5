import type { App } from "./app.ts";
import type { Change, DomainEvent } from "./command.ts";
import type { CommandLine } from "./command-line.ts";
import type { Context } from "./context.ts";
import type { Tx } from "./db.ts";
import type { Route } from "./http/route.ts";
import type { Mount } from "./http/server.ts";
import type { CronEntry, JobDefinition } from "./jobs/index.ts";

/**
 * What slices give to one another beyond routes and jobs (fields, derived nodes, timeline sources …).
 * The slice that reads a kind of contribution declares its key here by declaration merging.
 */
// biome-ignore lint/suspicious/noEmptyInterface: slices add their keys by declaration merging
export interface SliceContributions {}

/** Runs inside the transaction of every command that changed or announced something. */
export type AfterCommand = (
  tx: Tx,
  ctx: Context,
  what: { changes: readonly Change[]; events: readonly DomainEvent[]; isDerived?: boolean },
  app: App,
) => Promise<void>;

/** One word of the glossary on the server: all that the product does with it. */
export type Slice = {
  name: string;
  routes?: readonly Route[];
  /** What stands beside `/api/v1` and signs in by itself: ingest, inbound mail, public pages. */
  mounts?: readonly Mount[];
  jobs?: readonly JobDefinition[];
  crons?: readonly CronEntry[];
  /** What `npx perennial …` can do with it. */
  commandLines?: readonly CommandLine[];
  afterCommand?: AfterCommand;
  contributes?: Partial<SliceContributions>;
  /** Idempotent rows that must exist (shipped definitions); runs after migrations at every start. */
  ensureShipped?(app: App, ctx: Context): Promise<void>;
  /** Long-lived work beside jobs, started with the worker; returns how to stop it. */
  start?(app: App): Promise<() => Promise<void>>;
};

/** All contributions of one kind, in the order of the slices. */
export function contributions<K extends keyof SliceContributions>(
  app: App,
  key: K,
): NonNullable<SliceContributions[K]> extends readonly (infer Item)[] ? Item[] : never {
  const found: unknown[] = [];
  for (const slice of app.slices) {
    const given = slice.contributes?.[key] as readonly unknown[] | undefined;
    if (given) found.push(...given);
  }
  return found as ReturnType<typeof contributions<K>>;
}
