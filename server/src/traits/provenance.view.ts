import type { Provenance } from "@perennial/contract";
import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import { assertPermitted, type Json } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import { problem } from "../kernel/errors.ts";
import { noAccount } from "../kernel/ids.ts";
import {
  areaOf,
  catalogOf,
  namesOfReferences,
  objectTypeOf,
  pinsOf,
  readingContext,
  readRecords,
} from "../objects/index.ts";

type LastChange = {
  field: string;
  old: Json;
  at: string;
  recorded_at: string;
  command: string;
  actor_kind: string;
  actor_name: string;
};

/**
 * Where the values of a record come from, those it has or those it had: the last change of each field in the history, which every write road
 * feeds, and what is pinned. There is no second store to fall out of step with it.
 */
export async function readProvenance(
  app: App,
  asker: Context,
  { object, id, asOf }: { object: string; id: string; asOf?: string | undefined },
): Promise<Provenance[]> {
  assertPermitted(asker, "traits.read");
  const catalog = await catalogOf(app);
  const type = objectTypeOf(catalog, object);
  assertPermitted(asker, `${areaOf(type)}.read`);
  const ctx = readingContext(asker, type, asOf);
  const [record] = await readRecords(app.db, catalog, type, [id]);
  if (!record) throw problem("not-found", `There is no ${type.label.toLowerCase()} with the id ${id}.`);
  const { rows } = await sql<LastChange>`
    select distinct on (field) field, old, at, recorded_at, command, actor_kind, actor_name from history
     where account_id = ${record.accountId ?? noAccount} and object = ${object} and object_id = ${id}
       and (${ctx.asOf?.toString() ?? null}::timestamptz is null or at <= ${ctx.asOf?.toString() ?? null}::timestamptz)
     order by field, at desc, id desc
  `.execute(app.db);
  const last = new Map(rows.map((row) => [row.field, row]));
  const pinned = (await pinsOf(app.db, object, [record])).get(id) ?? new Set();
  const fields = [...catalog.fieldsOf(object).values()].filter(
    (field) => field.column.table === "record" || last.has(field.slug),
  );
  const names = await namesOfReferences(
    app.db,
    fields.map((field) => ({ type: field.type, value: last.get(field.slug)?.old ?? null })),
  );
  return fields.map((field) => {
    const change = last.get(field.slug);
    return {
      field: field.slug,
      setBy: change ? { kind: change.actor_kind, name: change.actor_name } : null,
      setAt: change?.at ?? null,
      recordedAt: change?.recorded_at ?? null,
      source: change?.command ?? null,
      previous: change?.old ?? null,
      previousLabel: names.get(String(change?.old)) ?? null,
      formula: field.formula ?? null,
      owner: field.owner ?? "source-wins",
      isPinned: field.owner === "local-wins" && pinned.has(field.slug),
    };
  });
}
