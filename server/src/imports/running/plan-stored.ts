import type { FieldType, ImportMap, Option } from "@perennial/contract";
import type { App } from "../../kernel/app.ts";
import type { Db, Tx } from "../../kernel/db.ts";
import { catalogOf, type Field } from "../../objects/index.ts";
import type { ValueType } from "../fields/import-field.ts";
import type { StoredImport } from "../imports.sql.ts";
import { headerWords } from "../mapping/header-words.ts";
import { type ColumnPlan, type PlannedImport, planImport } from "../mapping/import-plan.ts";
import type { ImportObjectDefinition } from "../objects/import-object.ts";
import { importDefinition } from "../objects/import-objects.ts";
import type { ColumnProfile } from "../reading/column-profile.ts";
import { isRejectsFile, rejectColumns } from "../rejects-file.ts";

/** A trait that a column needs and that is not there yet. */
export type MissingTrait = { slug: string; name: string; type: FieldType; options: Option[] };

/** Everything that is decided before the first row is read. */
export type PreparedImport = PlannedImport & {
  definition: ImportObjectDefinition;
  map: ImportMap;
  /** To be made first, because the map allows it. */
  missingTraits: MissingTrait[];
  /** Options that the file has and an existing select trait does not. */
  newOptions: { slug: string; options: Option[] }[];
  /** The file holds the rejects of an import before, repaired. */
  isRepair: boolean;
};

/**
 * Plans a stored import against the fields that there are.
 * @throws Problem `invalid-input` when there is no such object
 */
export async function planStored(
  app: App,
  db: Db | Tx,
  stored: Pick<StoredImport, "object" | "inspection" | "map">,
): Promise<PreparedImport> {
  const definition = await importDefinition(app, stored.object);
  const { columns } = stored.inspection;
  const isRepair = isRejectsFile(columns.map(({ name }) => name));
  const map = isRepair ? withoutRejectColumns(stored.map) : stored.map;
  const shown = isRepair
    ? columns.map((column) => (isRejectColumn(column) ? { ...column, filled: 0 } : column))
    : columns;
  const planned = planImport(definition.fields, { columns: shown }, map);
  const prepared: PreparedImport = {
    ...planned,
    problems: [...planned.problems],
    definition,
    map,
    missingTraits: [],
    newOptions: [],
    isRepair,
  };
  if (columns.length === 0)
    prepared.problems.push({ path: "file", message: "no header could be read in the file" });
  const { objectType } = definition;
  if (!objectType) return prepared;
  const fields = (await catalogOf(app, db)).fieldsOf(objectType);
  checkKeyRoles(prepared, fields);
  const mayCreate = (map.create ?? []).includes("traits");
  prepared.plan = {
    ...prepared.plan,
    columns: prepared.plan.columns.map((column) => withTrait(prepared, column, stored, fields, mayCreate)),
  };
  checkRepeatedTraits(prepared);
  return prepared;
}

const isRejectColumn = ({ name }: ColumnProfile): boolean => rejectColumns.includes(name);

/** The columns that a rejects file has beside those of the file it came from are nothing to import. */
function withoutRejectColumns(map: ImportMap): ImportMap {
  if (!map.columns) return map;
  return {
    ...map,
    columns: Object.fromEntries(
      Object.entries(map.columns).filter(([name]) => !rejectColumns.includes(name)),
    ),
  };
}

function checkKeyRoles(prepared: PreparedImport, fields: ReadonlyMap<string, Field>): void {
  for (const { column, target } of prepared.plan.columns) {
    if (target.kind !== "field" || !target.field.field.startsWith("keyRole.")) continue;
    const slug = target.field.field.slice("keyRole.".length).replaceAll("-", "_");
    if (fields.has(`keyRole:${slug}`)) continue;
    prepared.problems.push({
      path: `columns.${column}`,
      message: `there is no key role “${slug}”; make it under Settings › Key roles first`,
    });
  }
}

const longestSlug = 40;

/** Gives a column that becomes a trait the trait's own slug and type, or notes that the trait is missing. */
function withTrait(
  prepared: PreparedImport,
  column: ColumnPlan,
  stored: Pick<StoredImport, "inspection">,
  fields: ReadonlyMap<string, Field>,
  mayCreate: boolean,
): ColumnPlan {
  const { target } = column;
  if (target.kind !== "other") return column;
  const slug = traitSlug(target.slug, fields);
  const profile = stored.inspection.columns[column.at];
  const field = fields.get(`trait:${slug}`);
  if (field) {
    const options = mayCreate ? unknownOptions(field, profile) : [];
    if (options.length > 0) prepared.newOptions.push({ slug, options });
    return { ...column, target: { kind: "other", slug, type: readingOf(field.type, target.type) } };
  }
  if (mayCreate)
    prepared.missingTraits.push(newTrait(slug, column.column, target.type, profile, stored.inspection.rows));
  else
    prepared.problems.push({
      path: `columns.${column.column}`,
      message: `${prepared.definition.fields.object} have no field or trait “${slug}”; add "create": ["traits"] to the map to make it`,
    });
  return { ...column, target: { kind: "other", slug, type: target.type } };
}

/** Traits have slugs of small letters, digits and underscores. */
function traitSlug(wanted: string, fields: ReadonlyMap<string, Field>): string {
  if (fields.has(`trait:${wanted}`)) return wanted;
  const plain = headerWords(wanted)
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^_+|_+$/g, "");
  return plain.slice(0, longestSlug).replace(/_+$/, "");
}

/** How cells are read for a trait that exists: by its type, which may be stricter than what the column looks like. */
function readingOf(type: FieldType, guessed: ValueType): ValueType {
  if (type === "text" || type === "long-text" || type === "select") return "text";
  if (type === "multi-select" || type === "text-list") return "text-list";
  const same: readonly ValueType[] = [
    "number",
    "integer",
    "currency",
    "percentage",
    "boolean",
    "date",
    "instant",
    "email",
    "url",
  ];
  return same.find((each) => each === type) ?? guessed;
}

const fullyProfiledRows = 20_000;

function newTrait(
  slug: string,
  column: string,
  type: ValueType,
  profile: ColumnProfile | undefined,
  rows: number,
): MissingTrait {
  const words = headerWords(column);
  const name = (words.slice(0, 1).toUpperCase() + words.slice(1)).slice(0, 100) || slug;
  // A select lists what may stand there: only where every value of the file was seen.
  const isSelect = type === "select" && rows <= fullyProfiledRows && profile?.distinct !== undefined;
  const options = isSelect ? (profile?.distinct ?? []).map((value) => ({ value, label: value })) : [];
  return { slug, name, type: traitType(type, isSelect), options };
}

function traitType(type: ValueType, isSelect: boolean): FieldType {
  if (type === "select") return isSelect ? "select" : "text";
  if (type === "month") return "date";
  return type === "integer" || type === "text-list" ? "text" : type;
}

function unknownOptions(field: Field, profile: ColumnProfile | undefined): Option[] {
  if (field.type !== "select" || (field.options ?? []).length === 0) return [];
  const known = new Set(
    (field.options ?? []).flatMap(({ value, label }) => [value.toLowerCase(), label.toLowerCase()]),
  );
  return (profile?.distinct ?? [])
    .filter((value) => !known.has(value.toLowerCase()))
    .map((value) => ({ value, label: value }));
}

function checkRepeatedTraits(prepared: PreparedImport): void {
  const taken = new Map<string, string>();
  for (const { column, target } of prepared.plan.columns) {
    if (target.kind !== "other") continue;
    const other = taken.get(target.slug);
    if (other !== undefined)
      prepared.problems.push({
        path: `columns.${column}`,
        message: `“${target.slug}” is already taken by the column “${other}”`,
      });
    taken.set(target.slug, column);
  }
}
