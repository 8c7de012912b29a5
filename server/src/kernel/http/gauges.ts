import { Gauge, Registry } from "prom-client";
import type { App } from "../app.ts";
import { countJobs } from "../jobs/index.ts";
import { contributions } from "../slice.ts";

/** One gauge as read at this moment, in base units (seconds, not milliseconds); one sample for each set of labels. */
export type GaugeReading = {
  name: `perennial_${string}`;
  help: string;
  samples: readonly { labels?: Record<string, string>; value: number }[];
};

/** Reads what a slice has waiting, at every scrape of `/metrics`. */
export type GaugeSource = (app: App) => Promise<readonly GaugeReading[]>;

declare module "../slice.ts" {
  interface SliceContributions {
    gauges: readonly GaugeSource[];
  }
}

/**
 * What waits in the database, as Prometheus text. When it cannot be read, only `perennial_database_up 0` is said, so
 * that the process's own metrics still come.
 */
export async function gaugesText(app: App): Promise<string> {
  const registry = new Registry();
  const set = ({ name, help, samples }: GaugeReading) => {
    const labelNames = Object.keys(samples[0]?.labels ?? {});
    const gauge = new Gauge({ name, help, labelNames, registers: [registry] });
    for (const { labels = {}, value } of samples) gauge.set(labels, value);
  };
  const sources: GaugeSource[] = [readJobs, ...contributions(app, "gauges")];
  const readings = await Promise.all(sources.map((read) => read(app))).catch((error: unknown) => {
    app.log.warn({ err: error }, "metrics of the database could not be read");
    return undefined;
  });
  set({
    name: "perennial_database_up",
    help: "1 when the database answered this scrape, else 0",
    samples: [{ value: readings ? 1 : 0 }],
  });
  for (const reading of readings?.flat() ?? []) set(reading);
  return registry.metrics();
}

async function readJobs({ db }: App): Promise<GaugeReading[]> {
  const counts = await countJobs(db);
  const states = ["due", "scheduled", "running", "dead"] as const;
  return [
    {
      name: "perennial_jobs",
      help: "Jobs in the queue, by kind and state; due ones wait for a worker, dead ones for a person",
      samples: counts.flatMap(({ name, ...count }) =>
        states.map((state) => ({ labels: { job: name, state }, value: count[state] })),
      ),
    },
    {
      name: "perennial_jobs_oldest_due_age_seconds",
      help: "How long the oldest job that is due has waited, by kind",
      samples: counts.map(({ name, oldestDueSeconds }) => ({
        labels: { job: name },
        value: oldestDueSeconds,
      })),
    },
  ];
}

/** Seconds from an instant until now; 0 where there is none. */
export function ageSeconds(since: string | null, now: Temporal.Instant): number {
  if (since === null) return 0;
  return Math.max(0, now.since(Temporal.Instant.from(since)).total("seconds"));
}
