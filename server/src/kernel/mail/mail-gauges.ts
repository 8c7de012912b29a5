import { sql } from "kysely";
import { ageSeconds, type GaugeSource } from "../http/gauges.ts";

const waiting = ["queued", "sending", "held", "in-doubt", "failed"] as const;

/** Mail that has not gone out, those in doubt among it: they wait for a person. */
export const mailGauges: GaugeSource = async ({ db, clock }) => {
  const now = clock.now();
  const { rows } = await sql<{ status: string; count: number; oldest: string | null }>`
    select status, count(*)::int as count,
           min(not_before) filter (where status = 'queued' and not_before <= ${now.toString()}::timestamptz) as oldest
      from outgoing_messages where status = any(${[...waiting]}::text[]) group by status
  `.execute(db);
  const of = (status: string) => rows.find((row) => row.status === status);
  return [
    {
      name: "perennial_mail_messages",
      help: "Outgoing messages that are not sent, by status",
      samples: waiting.map((status) => ({ labels: { status }, value: of(status)?.count ?? 0 })),
    },
    {
      name: "perennial_mail_oldest_due_age_seconds",
      help: "How long the oldest message that may be sent has waited",
      samples: [{ value: ageSeconds(of("queued")?.oldest ?? null, now) }],
    },
  ];
};
