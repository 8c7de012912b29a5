import type { Rule } from "@perennial/rules";
import type { App } from "../../kernel/app.ts";
import type { Context } from "../../kernel/context.ts";
import { problem } from "../../kernel/errors.ts";
import type { Catalog } from "../catalog.ts";
import type { ObjectType } from "../object-type.ts";
import { readRecords, type StoredRecord } from "../read-records.ts";
import { type RecordTables, tablesOf } from "../record-tables.ts";
import { hasPast, isPast } from "./past.ts";
import { askedOfPast } from "./past-rule.ts";
import { pastTables } from "./past-tables.ts";
import { tablesThen, withStandIns } from "./stand-ins.ts";

/** Records by id, as a context reads them: as they stand, or as they were at its instant. */
export async function readAsOf(
  app: App,
  ctx: Context,
  catalog: Catalog,
  type: ObjectType,
  ids: readonly string[],
): Promise<StoredRecord[]> {
  const tables = isPast(ctx) ? await pastTables(app, ctx, catalog, type, { ids }) : tablesOf(type);
  return readRecords(app.db, catalog, type, ids, tables);
}

/**
 * The tables that a statement over all records of a type reads, as a context reads them; it begins with `before`, so that its
 * filter finds related records, events and changes as they were, too. Of the past only the fields that the statement asks
 * about are put back.
 * @param asked with `ids` of these records alone
 * @throws Problem `invalid-input` when it asks about what is not kept
 */
export async function tablesAsOf(
  app: App,
  ctx: Context,
  catalog: Catalog,
  type: ObjectType,
  asked: { filter?: Rule; slugs?: readonly string[]; ids?: readonly string[] },
): Promise<RecordTables> {
  if (!isPast(ctx)) return tablesOf(type);
  const fields = catalog.fieldsOf(type.slug);
  for (const slug of asked.slugs ?? []) {
    const field = fields.get(slug);
    if (!field || hasPast(field)) continue;
    throw problem("invalid-input", `What “${field.label}” was on an earlier day is not kept.`, {
      fields: [{ path: "sort", message: "not kept as of a day" }],
    });
  }
  const { ids } = asked;
  if (!asked.filter) return pastTables(app, ctx, catalog, type, { slugs: new Set(asked.slugs), ids });
  const known = new Set(tablesThen(app).map(({ table }) => table));
  const ofRule = askedOfPast(asked.filter, catalog, known);
  const slugs = new Set([...(asked.slugs ?? []), ...ofRule.slugs]);
  return withStandIns(app, ctx, catalog, await pastTables(app, ctx, catalog, type, { slugs, ids }), ofRule);
}
