import { sql } from "kysely";
import { ageSeconds, type GaugeSource } from "../kernel/http/gauges.ts";

const live = ["ready", "waiting", "failed"] as const;

/** Runs under way, and those that wait for a worker. */
export const playbookGauges: GaugeSource = async ({ db, clock }) => {
  const now = clock.now();
  const { rows } = await sql<{ state: string; count: number; due: number; oldest: string | null }>`
    select state, count(*)::int as count,
           (count(*) filter (where wake_at <= ${now.toString()}::timestamptz))::int as due,
           min(wake_at) filter (where wake_at <= ${now.toString()}::timestamptz) as oldest
      from playbook_runs where state = any(${[...live]}::text[]) group by state
  `.execute(db);
  const due = rows.filter((row) => row.state !== "failed");
  const oldest = due.flatMap((row) => row.oldest ?? []).toSorted()[0] ?? null;
  return [
    {
      name: "perennial_playbook_runs",
      help: "Playbook runs that are not finished, by state; failed ones wait for a person",
      samples: live.map((state) => ({
        labels: { state },
        value: rows.find((row) => row.state === state)?.count ?? 0,
      })),
    },
    {
      name: "perennial_playbook_runs_due",
      help: "Playbook runs that a worker could advance now",
      samples: [{ value: due.reduce((sum, row) => sum + row.due, 0) }],
    },
    {
      name: "perennial_playbook_oldest_due_age_seconds",
      help: "How long the oldest run that is due has waited",
      samples: [{ value: ageSeconds(oldest, now) }],
    },
  ];
};
