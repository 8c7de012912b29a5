import type { cadenceSteps } from "@perennial/contract";
import { sql } from "kysely";
import type { z } from "zod";
import type { Db, Tx } from "../kernel/db.ts";

export type CadenceStep = z.output<typeof cadenceSteps.write.body>["items"][number];

export async function readSteps(db: Db | Tx): Promise<CadenceStep[]> {
  const { rows } = await sql<CadenceStep>`
    select slug, touch_model as "touchModel", days_before as "daysBefore", counted_to as "countedTo", label, rule
      from cadence_steps order by touch_model nulls first, position
  `.execute(db);
  return rows;
}

/** What the rules of all steps read: fields of accounts by their slug, of other objects as `project/status`. */
export async function readStepReads(db: Db | Tx): Promise<string[]> {
  const { rows } = await sql<{ slug: string }>`
    select distinct unnest(reads) as slug from cadence_steps order by slug
  `.execute(db);
  return rows.map(({ slug }) => slug);
}
