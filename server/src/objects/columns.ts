import type { ColumnDescription } from "@perennial/contract";
import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import { isPermitted } from "../kernel/context.ts";
import type { Db } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { isId } from "../kernel/ids.ts";
import type { Catalog } from "./catalog.ts";
import { columnTypeOf, type Field } from "./field.ts";
import type { ObjectType, ShownValue } from "./object-type.ts";
import { hasPast } from "./past/past.ts";
import { readAsOf } from "./past/read-as-of.ts";
import { pinsOf } from "./pins.sql.ts";
import type { StoredRecord } from "./read-records.ts";

/** A column of a table of records, and where its value comes from. */
export type Column = ColumnDescription & {
  from: "record" | "shown" | "account";
  /** The object whose field it is. */
  object?: string;
  read?: NonNullable<ShownValue["read"]>;
};

const ofAccount = "account.";

/** Everything a table of this type may show, by slug: its fields, what is worked out, and its account's fields. */
export function columnsOf(catalog: Catalog, type: ObjectType): ReadonlyMap<string, Column> {
  const own = [...catalog.fieldsOf(type.slug).values()].map((field) => ({
    ...columnOf(field, "record"),
    // What is a copy is changed where it comes from.
    ...(type.mirrorOf === undefined ? {} : { isEditable: false }),
  }));
  const shown = (type.shown ?? []).map(
    (spec): Column => ({
      slug: spec.slug,
      label: spec.label,
      group: spec.group ?? "General",
      type: spec.type,
      options: [...(spec.options ?? [])],
      isEditable: false,
      isSortable: false,
      isFilterable: false,
      hasPast: spec.hasPast ?? type.keepsPast ?? false,
      from: "shown",
      ...(spec.read ? { read: spec.read } : {}),
    }),
  );
  const account = type.placement === "below-account" ? accountColumns(catalog) : [];
  return new Map([...own, ...shown, ...account].map((column) => [column.slug, column]));
}

function accountColumns(catalog: Catalog): Column[] {
  return [...catalog.fieldsOf("account").values()].map((field) => ({
    ...columnOf(field, "account"),
    slug: ofAccount + field.slug,
    label: `Account: ${field.label}`,
    group: `Account · ${field.group}`,
    isEditable: false,
    isSortable: false,
    isFilterable: false,
  }));
}

function columnOf(field: Field, from: Column["from"]): Column {
  const { slug, label, group, type, options, isEditable, format } = field;
  const isSortable = !columnTypeOf(type).endsWith("[]");
  return {
    slug,
    label,
    group,
    type,
    options: [...(options ?? [])],
    isEditable,
    isSortable,
    isFilterable: true,
    hasPast: hasPast(field),
    from,
    object: field.object,
    ...(format ? { format } : {}),
  };
}

/**
 * The columns named in a list's `values` or an export's `columns`.
 * @throws Problem `invalid-input` naming a slug that is no column of this type
 */
export function parseColumns(catalog: Catalog, type: ObjectType, text: string, path: string): Column[] {
  const known = columnsOf(catalog, type);
  return text.split(",").map((slug) => {
    const column = known.get(slug);
    if (column) return column;
    throw problem("invalid-input", `${type.labelPlural} have no column “${slug.slice(0, 100)}”.`, {
      fields: [
        { path, message: `“${slug.slice(0, 100)}” is not a column; see /objects/${type.slug}/columns` },
      ],
    });
  });
}

export type ColumnValues = {
  values: Record<string, unknown>;
  labels: Record<string, string>;
  pinned?: string[];
};

/**
 * The values of columns for records, in their order, with the names of what they refer to. Accounts are read once for
 * all; who may not read accounts sees none of their values.
 * @param shown the records as the API shows them, for what is worked out then
 */
export async function columnValues(
  app: App,
  ctx: Context,
  catalog: Catalog,
  columns: readonly Column[],
  records: readonly StoredRecord[],
  shown: readonly unknown[],
): Promise<ColumnValues[]> {
  const accounts = columns.some((column) => column.from === "account")
    ? await accountsOf(app, ctx, catalog, records)
    : new Map<string, StoredRecord>();
  const rows = records.map((record, row) => {
    const worked = shown[row] as Record<string, unknown>;
    const account = accounts.get(record.accountId ?? "");
    const cellOf = ({ slug, from, read }: Column): unknown => {
      if (from === "record") return record.values[slug] ?? null;
      if (from === "shown") return (read ? read(worked) : worked[slug]) ?? null;
      return account?.values[slug.slice(ofAccount.length)] ?? null;
    };
    return Object.fromEntries(columns.map((column) => [column.slug, cellOf(column)]));
  });
  const names = await namesOf(app.db, columns, rows);
  const pins = ctx.asOf
    ? new Map<string, string[]>()
    : await pinsOfColumns(app.db, catalog, columns, records);
  return rows.map((values, row) => {
    const pinned = pins.get(records[row]?.id ?? "");
    const labels = labelsOf(columns, values, names);
    return pinned ? { values, labels, pinned } : { values, labels };
  });
}

/** Which of the columns hold pinned values, by record; nothing is asked where no field can be pinned. */
async function pinsOfColumns(
  db: Db,
  catalog: Catalog,
  columns: readonly Column[],
  records: readonly StoredRecord[],
): Promise<Map<string, string[]>> {
  const object = columns.find((column) => column.from === "record")?.object;
  const fields = object === undefined ? undefined : catalog.fieldsOf(object);
  const local = columns.filter(
    (column) => column.from === "record" && fields?.get(column.slug)?.owner === "local-wins",
  );
  if (object === undefined || local.length === 0) return new Map();
  const slugs = new Set(local.map((column) => column.slug));
  const pins = await pinsOf(db, object, records);
  return new Map([...pins].map(([id, pinned]) => [id, [...pinned].filter((slug) => slugs.has(slug))]));
}

async function accountsOf(
  app: App,
  ctx: Context,
  catalog: Catalog,
  records: readonly StoredRecord[],
): Promise<Map<string, StoredRecord>> {
  const type = catalog.types.get("account");
  if (!type || !isPermitted(ctx.actor, "accounts.read")) return new Map();
  const ids = [...new Set(records.flatMap((record) => record.accountId ?? []))];
  return new Map((await readAsOf(app, ctx, catalog, type, ids)).map((account) => [account.id, account]));
}

const tables: Partial<Record<Column["type"], string>> = {
  teammate: "teammates",
  account: "accounts",
  organization: "organizations",
  contact: "contacts",
};

type Names = ReadonlyMap<string, string>;

async function namesOf(
  db: Db,
  columns: readonly Column[],
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<Names> {
  const references = columns.filter((column) => tables[column.type] !== undefined);
  return namesOfReferences(
    db,
    rows.flatMap((row) => references.map(({ type, slug }) => ({ type, value: row[slug] }))),
  );
}

/** The names of the teammates, accounts … that values refer to, by id. */
export async function namesOfReferences(
  db: Db,
  values: readonly { type: Column["type"]; value: unknown }[],
): Promise<Names> {
  const names = new Map<string, string>();
  for (const [kind, table] of Object.entries(tables)) {
    const ids = new Set(
      values.flatMap(({ type, value }) => (type === kind && isId(String(value)) ? [String(value)] : [])),
    );
    if (ids.size === 0) continue;
    const found = await sql<{ id: string; name: string | null }>`
      select id, name from ${sql.table(table)} where id = any(${[...ids]}::uuid[])`.execute(db);
    for (const { id, name } of found.rows) if (name !== null) names.set(id, name);
  }
  return names;
}

function labelsOf(
  columns: readonly Column[],
  values: Readonly<Record<string, unknown>>,
  names: Names,
): Record<string, string> {
  return Object.fromEntries(
    columns.flatMap(({ slug, type }) => {
      const name = tables[type] === undefined ? undefined : names.get(String(values[slug]));
      return name === undefined ? [] : [[slug, name]];
    }),
  );
}
