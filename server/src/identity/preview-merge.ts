import { type MergePreview, previewMerge } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { query } from "../kernel/query.ts";
import { hangingOf, type Mergeable } from "./hanging-of.ts";
import { differencesOf, nameOf, readPair } from "./merge-fields.ts";
import { countedAs, scopeOf, tableOf } from "./merge-step.ts";
import { namesOfReferences } from "./names-of.ts";

/** What a merge would do, before anybody does it. */
export const mergePreview = query({
  name: "merges.preview",
  permission: "merges.read",
  input: previewMerge.query,
  async run({ app, db, input }): Promise<MergePreview> {
    const { object, survivorId, mergedId } = input;
    return db.transaction().execute(async (tx) => {
      const { survivor, merged } = await readPair(app, tx, object, survivorId, mergedId);
      if (!survivor || !merged) {
        throw problem("not-found", `There is no ${object} with the id ${survivor ? mergedId : survivorId}.`);
      }
      if (survivorId === mergedId) throw problem("invalid-input", `Name two different ${object}s.`);
      const shown = (record: typeof survivor) => ({
        id: record.id,
        name: nameOf(record),
        arr: (record.values.arr as string | undefined) ?? null,
      });
      const fields = await differencesOf(app, tx, object, { survivor, merged });
      return {
        survivor: shown(survivor),
        merged: shown(merged),
        moves: await countMoves(tx, object, mergedId),
        fields: fields.map(({ type: _, ...field }) => field),
        names: await namesOfReferences(app, tx, fields),
        conflicts: object === "account" ? await conflictsOf(tx, survivorId, mergedId) : [],
      };
    });
  },
});

async function countMoves(tx: Tx, object: Mergeable, mergedId: string): Promise<MergePreview["moves"]> {
  const { all } = await hangingOf(tx, object);
  const counts: RawBuilder<{ table: string; label: string; rows: number }>[] = all
    .filter((each) => each.treatment === "move" || each.treatment === "combine")
    .map(
      (
        each,
      ) => sql`select ${sql.lit(each.treatment === "move" ? countedAs(each) : each.table)} as "table", ${sql.lit(each.label)} as label, count(*)::integer as rows
                      from ${tableOf(each)} r where ${scopeOf(each, mergedId)}`,
    );
  const { rows } = await sql<MergePreview["moves"][number]>`${sql.join(counts, sql` union all `)}`.execute(
    tx,
  );
  return rows.filter((row) => row.rows > 0);
}

/** What a person should know before two accounts become one. */
async function conflictsOf(tx: Tx, survivorId: string, mergedId: string): Promise<MergePreview["conflicts"]> {
  const { rows } = await sql<{ kind: string; message: string }>`
    select 'two-renewals' as kind,
           'Both have an open renewal for the term that ends on ' || to_char(m.due_on, 'YYYY-MM-DD')
             || ': both stay open, close or archive one, or its ARR is forecast twice' as message
      from renewals m join renewals s on s.account_id = ${survivorId} and s.due_on = m.due_on
     where m.account_id = ${mergedId} and m.outcome is null and s.outcome is null
       and m.archived_at is null and s.archived_at is null
    union all
    select 'overlapping-terms',
           'Subscriptions of ' || coalesce(m.product, m.plan, 'both') || ' overlap from ' || to_char(greatest(m.starts_on, s.starts_on), 'YYYY-MM-DD')
             || ': their ARR adds up (' || trunc(m.arr, 2) || ' ' || m.currency || ' and ' || trunc(s.arr, 2) || ' ' || s.currency || ')'
      from subscriptions m
      join subscriptions s on s.account_id = ${survivorId} and s.archived_at is null and s.arr <> 0
       and coalesce(s.product, s.plan, '') = coalesce(m.product, m.plan, '')
       and m.starts_on <= coalesce(s.ends_on, 'infinity'::date) and s.starts_on <= coalesce(m.ends_on, 'infinity'::date)
     where m.account_id = ${mergedId} and m.archived_at is null and m.arr <> 0
    union all
    select 'same-indicator', 'Both have the indicator “' || m.definition || '” open: the survivor''s stays open, the other is cleared'
      from indicators m join indicators s on s.account_id = ${survivorId} and s.definition = m.definition and s.status = 'open' and s.archived_at is null
     where m.account_id = ${mergedId} and m.status = 'open' and m.archived_at is null
    union all
    select 'same-playbook', 'Both are going through the playbook “' || p.name || '”: the survivor''s run goes on, the other is stopped'
      from playbook_runs m
      join playbook_runs s on s.account_id = ${survivorId} and s.playbook_id = m.playbook_id and s.finished_at is null
      join playbooks p on p.id = m.playbook_id
     where m.account_id = ${mergedId} and m.finished_at is null
     limit 100
  `.execute(tx);
  return rows;
}
