import type { TimelineItem, TimelineKind } from "@perennial/contract";
import { sql } from "kysely";
import { happeningWords } from "./happening-words.ts";
import { isAfter, type TimelineSource } from "./timeline-source.ts";

/** Which happenings of the change feed stand on the timeline, by the first word of their name. */
const kindOf: Record<string, TimelineKind> = {
  renewal: "renewal",
  contract: "renewal",
  segment: "segment",
  health: "health",
  "health-score": "health",
  score: "health",
  indicator: "indicator",
  risk: "risk",
  playbook: "playbook",
  "playbook-run": "playbook",
  project: "project",
  milestone: "project",
  account: "account",
  contact: "contact",
};

type Row = {
  id: string;
  name: string;
  object: string;
  object_id: string | null;
  account_id: string | null;
  at: string;
  actor_name: string;
  payload: Record<string, unknown>;
};

/** Everything that slices announce about an account and that has no source of its own. */
export const feedSource: TimelineSource = {
  kinds: [...new Set(Object.values(kindOf))],
  async read(db, request) {
    const words = Object.entries(kindOf).flatMap(([word, kind]) =>
      request.kinds.includes(kind) ? [word] : [],
    );
    if (words.length === 0) return [];
    const id = sql`('feed:' || f.tx::text || '-' || f.seq::text)`;
    const { rows } = await sql<Row>`
      select ${id} as id, f.name, f.object, f.object_id, f.account_id, f.at, f.actor_name, f.payload
        from feed f
       where f.account_id = any(${request.accountIds}::uuid[])
         and (${request.contactId}::uuid is null or (f.object = 'contact' and f.object_id = ${request.contactId}))
         and split_part(f.name, '.', 1) = any(${words}::text[])
         and f.name <> 'account.recomputed'
         and ${isAfter(request, sql`f.at`, id)}
         and (${request.pattern}::text is null or f.name ilike ${request.pattern} or f.payload::text ilike ${request.pattern})
       order by f.at desc, ${id} collate "C" desc limit ${request.limit}
    `.execute(db);
    return rows.map(itemOf);
  },
};

function itemOf(row: Row): TimelineItem {
  const [word = ""] = row.name.split(".");
  return {
    id: row.id,
    accountId: row.account_id,
    kind: kindOf[word] ?? "account",
    name: row.name,
    at: row.at,
    ...happeningWords(row.name, row.object, row.payload),
    actor: row.actor_name,
    object: row.object,
    objectId: row.object_id,
    payload: row.payload,
  };
}
