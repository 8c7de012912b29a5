import {
  compileFormula,
  type Env,
  evaluateFormula,
  type Formula,
  joinsSql,
  parseFormula,
  plainValue,
  quotedTable,
} from "@perennial/rules";
import { plainRecord } from "../src/explain/index.ts";
import { ruleOfFormula } from "../src/explain/rule-of-formula.ts";
import type { App } from "../src/kernel/app.ts";
import { ruleCatalogOf } from "../src/objects/index.ts";
import { fewFields, type ObjectCatalog } from "./rule-walk.ts";

type Field = ObjectCatalog["fields"][number];

/** What a walk over formulas found: how many were asked, how often a value came out, and where SQL and memory differ. */
export interface FormulaWalk {
  asked: number;
  values: number;
  wrong: string[];
}

const numbers = ["number", "integer", "currency", "percentage", "score"];
const name = (field: Field): string => `\`${field.slug}\``;

/** A formula that does something with a field, by its type. */
function formulaOf(field: Field): string {
  const written = name(field);
  if (numbers.includes(field.type)) return `round(${written} * 1.5 - 1 / 3, 2)`;
  if (field.type === "date") return `date_diff("days", ${written}, today())`;
  if (field.type === "instant") return `date_diff("days", date(${written}), today())`;
  if (field.type === "boolean" || field.type === "segment") return `if(not ${written}, "no", "yes")`;
  if (["multi-select", "text-list"].includes(field.type)) return `length(${written})`;
  if (["text", "long-text", "email", "url"].includes(field.type)) return `upper(concat(${written}, "ß"))`;
  return `is_missing(${written})`;
}

/** Aggregates over related records by a field's type. */
function aggregatesOf(relation: string, field: Field): string[] {
  const many = `\`${relation}\``;
  const counted = `count(${many} where not is_missing(${name(field)}))`;
  const at = `${many}.${name(field)}`;
  if (numbers.includes(field.type))
    return [counted, ...["sum", "avg", "min", "max"].map((kind) => `round(${kind}(${at}), 4)`)];
  if (field.type === "date") return [counted, `min(${at})`, `max(${at})`];
  if (["text", "select"].includes(field.type)) return [counted, `length(list(${at}))`];
  return [counted];
}

/**
 * Works out a formula over every field and aggregates over the fields of every relation, in SQL and in memory: over all of
 * them, or over some of an object that `known` holds; what has been read in full is put there.
 */
export async function walkFormulas(
  app: App,
  env: Env,
  object: ObjectCatalog,
  ids: string[],
  known: Set<string>,
): Promise<FormulaWalk> {
  const catalog = await ruleCatalogOf(app);
  const texts = [
    ...object.fields.map(formulaOf),
    ...(object.relations ?? []).flatMap((relation) => {
      const there = catalog.objects.find((each) => each.slug === relation.object);
      const fields = known.has(relation.object) ? there?.fields.slice(0, fewFields) : there?.fields;
      known.add(relation.object);
      return (fields ?? []).flatMap((field) => aggregatesOf(relation.slug, field));
    }),
  ];
  const formulas = texts.map((text) => ({ text, formula: parseFormula(text, catalog, object.slug) }));
  const rules = formulas.map(({ formula }) => ruleOfFormula(formula));
  const walk: FormulaWalk = { asked: formulas.length, values: 0, wrong: [] };
  const records = await Promise.all(
    ids.map(async (id) => [id, await plainRecord(app, object.slug, id, rules)] as const),
  );
  for (const { text, formula } of formulas) {
    const inSql = await valuesInSql(app, env, formula, ids);
    for (const [id, record] of records) {
      const inMemory = plainValue(evaluateFormula(formula, record, env));
      if (inMemory !== null) walk.values += 1;
      if (inSql.get(id) !== inMemory)
        walk.wrong.push(`${object.slug}: ${text} is ${inSql.get(id)} in SQL, ${inMemory} in memory`);
    }
  }
  return walk;
}

async function valuesInSql(app: App, env: Env, formula: Formula, ids: string[]) {
  const params: unknown[] = [ids];
  const { sql, tables } = compileFormula(formula, { alias: "o", env, params });
  const from = `${quotedTable(formula.object.sql?.table ?? "")} o${joinsSql(formula.object, "o", tables)}`;
  const { type } = formula.root;
  const shown = type === "number" ? `trim_scale(${sql})::text` : type === "date" ? `(${sql})::text` : sql;
  const { rows } = await app.pool.query<{ id: string; value: unknown }>(
    `SELECT o.id, ${shown} AS value FROM ${from} WHERE o.id = ANY($1::uuid[])`,
    params,
  );
  return new Map(rows.map(({ id, value }) => [id, value]));
}
