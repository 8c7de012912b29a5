import type { ImportMap } from "@perennial/contract/imports";
import type { ImportField, ImportFields, ValueType } from "../fields/import-field.ts";
import type { ColumnProfile } from "../reading/column-profile.ts";
import type { Inspection } from "../reading/inspect-file.ts";
import type { DateReading } from "../reading/values/date.ts";
import { compileDatePattern, type DatePattern } from "../reading/values/date-pattern.ts";
import { formatExample, type NumberFormat } from "../reading/values/decimal.ts";
import { type ColumnGuess, guessColumns } from "./guess-columns.ts";
import { headerCurrency, headerSlug } from "./header-words.ts";
import { findWords } from "./map-words.ts";

/** What a column becomes: a field, or (trait, event property or metric) something named by a slug. */
export type ColumnTarget =
  | { kind: "field"; field: ImportField }
  | { kind: "other"; slug: string; type: ValueType };

/** How one column of the file is read. */
export type ColumnPlan = {
  column: string;
  at: number;
  target: ColumnTarget;
  /** By the map, by its header, or because everything left becomes a trait, property or metric. */
  by: "map" | ColumnGuess["by"] | "rest";
  dates: DateReading;
  numbers: NumberFormat;
  /** The map's own translations, by the file's word in lower case. */
  words: ReadonlyMap<string, string | null>;
};

/** The field's name or the slug. */
export function targetName(target: ColumnTarget): string {
  return target.kind === "field" ? target.field.field : target.slug;
}

/** How the target's cells are read. */
export function targetType(target: ColumnTarget): ValueType {
  return target.kind === "field" ? target.field.type : target.type;
}

/** Something only a person can decide, to be answered by a key of the map. */
export type ImportQuestion = {
  column: string;
  answer: "dateFormat" | "numberFormat";
  choices: string[];
  examples: string[];
  text: string;
};

/** How a file is going to be read into fields. */
export type ImportPlan = {
  fields: ImportFields;
  columns: ColumnPlan[];
  constants: { field: ImportField; value: string }[];
  /** Columns that nothing becomes of. */
  leftOut: string[];
};

export type PlannedImport = {
  plan: ImportPlan;
  questions: ImportQuestion[];
  /** What makes the import impossible as it stands: `path` is a key of the map or a field. */
  problems: { path: string; message: string }[];
};

/** Decides, from the map or else by guessing, what becomes of every column of an inspected file. */
export function planImport(
  fields: ImportFields,
  inspection: Pick<Inspection, "columns">,
  map: ImportMap = {},
): PlannedImport {
  const problems: PlannedImport["problems"] = [];
  const pattern = map.dateFormat === undefined ? undefined : compileDatePattern(map.dateFormat);
  if (map.dateFormat !== undefined && !pattern) {
    problems.push({
      path: "dateFormat",
      message: `“${map.dateFormat}” is not understood; write it like dd/MM/yyyy`,
    });
  }
  const targets = map.columns
    ? mappedTargets(fields, inspection.columns, map.columns, problems)
    : guessedTargets(fields, inspection.columns);
  addRest(fields, inspection.columns, map, targets);
  const columns: ColumnPlan[] = [];
  const questions: ImportQuestion[] = [];
  for (const [at, profile] of inspection.columns.entries()) {
    const found = targets.get(profile.name);
    if (!found) continue;
    const reading = { ...datesOf(profile, pattern), ...numbersOf(profile, map) };
    columns.push({
      column: profile.name,
      at,
      ...found,
      ...reading,
      words: findWords(map, targetName(found.target), profile.name),
    });
    questions.push(...questionsOf(profile, found.target, map, pattern));
  }
  const constants = constantsOf(fields, map, columns, problems);
  problems.push(...missingNeeds(fields, columns, constants));
  const leftOut = inspection.columns.filter(({ name }) => !targets.has(name)).map(({ name }) => name);
  return { plan: { fields, columns, constants, leftOut }, questions, problems };
}

type Targets = Map<string, { target: ColumnTarget; by: ColumnPlan["by"] }>;

function guessedTargets(fields: ImportFields, columns: readonly ColumnProfile[]): Targets {
  const targets: Targets = new Map();
  for (const [column, { field, by }] of guessColumns(fields, columns)) {
    const found = fieldNamed(fields, field);
    if (found) targets.set(column, { target: { kind: "field", field: found }, by });
  }
  // A header written as a field of a family, as in `keyRole.csm` and `properties.page`, means that field.
  for (const { name } of columns) {
    const family = (fields.families ?? []).some(({ prefix }) => name.startsWith(prefix));
    const found = family && !targets.has(name) ? fieldNamed(fields, name) : undefined;
    if (found) targets.set(name, { target: { kind: "field", field: found }, by: "name" });
  }
  return targets;
}

/** A field by its name in a map; a family's (`keyRole.csm`) is made on the spot. */
export function fieldNamed({ fields, families = [] }: ImportFields, name: string): ImportField | undefined {
  const found = fields.find((field) => field.field === name);
  if (found) return found;
  const family = families.find(({ prefix }) => name.startsWith(prefix) && name.length > prefix.length);
  return family && { field: name, type: family.type };
}

function mappedTargets(
  fields: ImportFields,
  columns: readonly ColumnProfile[],
  mapped: NonNullable<ImportMap["columns"]>,
  problems: PlannedImport["problems"],
): Targets {
  const targets: Targets = new Map();
  const taken = new Map<string, string>();
  for (const [name, given] of Object.entries(mapped)) {
    const profile =
      columns.find((column) => column.name === name) ??
      columns.find((column) => column.name.toLowerCase() === name.trim().toLowerCase());
    if (!profile) {
      problems.push({ path: `columns.${name}`, message: `the file has no column “${name}”` });
      continue;
    }
    if (given === null) continue;
    const wanted = typeof given === "string" ? given : given.field;
    const field = fieldNamed(fields, wanted);
    const slug = wanted.replace(/^(traits?|properties|metrics?)[.:]/, "");
    if (!field && (fields.others === "nothing" || !/^[a-z][a-zA-Z0-9_-]{0,49}$/.test(slug))) {
      problems.push({ path: `columns.${name}`, message: `${fields.object} have no field “${wanted}”` });
      continue;
    }
    const other = taken.get(wanted);
    if (other !== undefined) {
      problems.push({
        path: `columns.${name}`,
        message: `“${wanted}” is already taken by the column “${other}”`,
      });
      continue;
    }
    taken.set(wanted, profile.name);
    const target: ColumnTarget = field
      ? { kind: "field", field }
      : { kind: "other", slug, type: profile.type };
    targets.set(profile.name, { target, by: "map" });
  }
  return targets;
}

/** What is no field becomes an event property always, a trait or a metric when the map allows making one. */
function addRest(
  fields: ImportFields,
  columns: readonly ColumnProfile[],
  map: ImportMap,
  targets: Targets,
): void {
  const { others } = fields;
  const isMade = others === "traits" || others === "metrics" ? (map.create ?? []).includes(others) : false;
  if (!isMade && others !== "properties") return;
  const taken = new Set(
    [...targets.values()].map(({ target }) => (target.kind === "other" ? target.slug : "")),
  );
  for (const { name, type, filled, plausible } of columns) {
    const isLeftOut = map.columns !== undefined && map.columns[name] === null;
    if (targets.has(name) || isLeftOut || filled === 0) continue;
    if (others === "metrics" && !plausible.includes("number")) continue;
    let slug = headerSlug(name);
    for (let count = 2; taken.has(slug); count += 1) slug = `${headerSlug(name)}_${count}`;
    taken.add(slug);
    targets.set(name, {
      target: { kind: "other", slug, type: others === "metrics" ? "number" : type },
      by: "rest",
    });
  }
}

function datesOf({ dateOrder }: ColumnProfile, pattern: DatePattern | undefined): { dates: DateReading } {
  const order = dateOrder === "mdy" || dateOrder === "mixed" ? dateOrder : "dmy";
  return { dates: { order, ...(pattern && { pattern }) } };
}

function numbersOf({ numberFormat }: ColumnProfile, map: ImportMap): { numbers: NumberFormat } {
  if (map.numberFormat) return { numbers: map.numberFormat === formatExample.point ? "point" : "comma" };
  return { numbers: numberFormat === "comma" || numberFormat === "mixed" ? numberFormat : "point" };
}

const dateTypes: readonly ValueType[] = ["date", "instant", "month"];
const numberTypes: readonly ValueType[] = ["number", "integer", "currency", "percentage"];

function questionsOf(
  { name, dateOrder, numberFormat, examples }: ColumnProfile,
  target: ColumnTarget,
  map: ImportMap,
  pattern: DatePattern | undefined,
): ImportQuestion[] {
  const type = targetType(target);
  if (dateTypes.includes(type) && !pattern && (dateOrder === "undecided" || dateOrder === "mixed")) {
    const text =
      dateOrder === "mixed"
        ? "Some dates of this column have the day first, some the month. Which is right?"
        : "Nothing in this column tells whether day or month comes first. Which is it?";
    return [{ column: name, answer: "dateFormat", choices: ["dd/MM/yyyy", "MM/dd/yyyy"], examples, text }];
  }
  if (numberTypes.includes(type) && !map.numberFormat && numberFormat === "undecided") {
    const text = "Is the point in these numbers the sign before decimals, or does it separate thousands?";
    return [{ column: name, answer: "numberFormat", choices: Object.values(formatExample), examples, text }];
  }
  return [];
}

function constantsOf(
  fields: ImportFields,
  map: ImportMap,
  columns: readonly ColumnPlan[],
  problems: PlannedImport["problems"],
): ImportPlan["constants"] {
  const constants: ImportPlan["constants"] = [];
  for (const [name, value] of Object.entries(map.constants ?? {})) {
    const field = fieldNamed(fields, name);
    if (field) constants.push({ field, value: String(value) });
    else problems.push({ path: `constants.${name}`, message: `${fields.object} have no field “${name}”` });
  }
  const fieldOf = ({ target }: ColumnPlan) => (target.kind === "field" ? target.field : undefined);
  const hasCurrency =
    constants.some(({ field }) => field.field === "currency") ||
    columns.some((column) => fieldOf(column)?.field === "currency");
  const told = columns.flatMap((column) =>
    fieldOf(column)?.type === "currency" ? (headerCurrency(column.column) ?? []) : [],
  )[0];
  const currency = fieldNamed(fields, "currency");
  if (told && !hasCurrency && currency) constants.push({ field: currency, value: told });
  return constants;
}

function missingNeeds(
  fields: ImportFields,
  columns: readonly ColumnPlan[],
  constants: ImportPlan["constants"],
): PlannedImport["problems"] {
  const given = new Set([
    ...columns.map(({ target }) => (target.kind === "field" ? target.field.field : "")),
    ...constants.map(({ field }) => field.field),
  ]);
  return fields.needs
    .filter((group) => !group.some((field) => given.has(field)))
    .map((group) => ({
      path: group[0] ?? "",
      message: `${fields.object} need ${group.join(" or ")}, and no column was found for it; name one in a map`,
    }));
}
