import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { App } from "../../kernel/app.ts";
import type { Context } from "../../kernel/context.ts";
import { enqueue } from "../../kernel/jobs/index.ts";
import type { Field } from "../field.ts";
import { keepSortIndexes } from "./keep-sort-indexes.job.ts";

/** A list that takes longer is one that somebody waited for. */
export const slowSortMs = 25;
const againAfter = { hours: 1 };

/** When this process last noted each field, so that a list read over and over costs one write an hour. */
const noted = new WeakMap<App, Map<string, Temporal.Instant>>();

/**
 * Notes that somebody waited for a list in this order, and has the index for it made where it is worth it. The list is
 * there already: it never fails because of this.
 */
export async function noteSlowSort(app: App, ctx: Context, field: Field): Promise<void> {
  const known = noted.get(app) ?? new Map<string, Temporal.Instant>();
  noted.set(app, known);
  const key = `${field.object} ${field.slug}`;
  const last = known.get(key);
  if (last && Temporal.Instant.compare(ctx.now, last.add(againAfter)) < 0) return;
  known.set(key, ctx.now);
  try {
    await app.db.transaction().execute(async (tx) => {
      await sql`
        insert into sort_indexes (object, field, index_name, asked_on, created_at)
        values (${field.object}, ${field.slug}, ${indexNameOf(field)}, ${ctx.today.toString()}::date,
                ${ctx.now.toString()}::timestamptz)
        on conflict on constraint sort_indexes_pkey do update set asked_on = excluded.asked_on
      `.execute(tx);
      await enqueue(tx, keepSortIndexes, {}, { key: "now" });
    });
  } catch (error) {
    ctx.log.warn({ err: error, field: key }, "a slow list could not be noted");
  }
}

/** A name of our own making, so that no slug of a company's gets into DDL. */
function indexNameOf(field: Field): string {
  const hash = createHash("sha256").update(`${field.object} ${field.slug}`).digest("hex").slice(0, 10);
  return `sort_${hash}_${field.column.name}`.slice(0, 63);
}
