import {
  compileRule,
  describeRule,
  type Env,
  evaluateRule,
  explainRule,
  type Field,
  joinsSql,
  type Operator,
  operatorsFor,
  parseRule,
  type Quantifier,
  quotedTable,
  type Rule,
  type RuleJson,
} from "@perennial/rules";
import { sql } from "kysely";
import { plainRecord } from "../src/explain/index.ts";
import type { App } from "../src/kernel/app.ts";
import { ruleCatalogOf } from "../src/objects/index.ts";

export type ObjectCatalog = Awaited<ReturnType<typeof ruleCatalogOf>>["objects"][number];
type Answer = boolean | null;

/** What a walk found: what was asked of what, how often each answer came, and where SQL and memory were of two minds. */
export interface Walk {
  asked: Set<string>;
  answers: Map<Answer, number>;
  wrong: string[];
}

/** Asks every subject of an object with every operator that applies to it, of some of its records, in SQL and in memory. */
export async function walkSubjects(app: App, env: Env, object: ObjectCatalog, ids: string[]): Promise<Walk> {
  const catalog = await ruleCatalogOf(app);
  const seen = await seenValues(app, env, object, ids);
  const rules = object.fields.flatMap((field) =>
    operatorsFor(field).flatMap((operator) =>
      conditionsOf(field, operator, seen.get(field.slug) ?? [], env).map((json) => ({
        name: `${object.slug} ${field.slug} ${operator.id}`,
        rule: parseRule(json, catalog, object.slug),
      })),
    ),
  );
  return compare(app, env, object, ids, rules);
}

const quantifiers: Quantifier[] = [
  { kind: "any" },
  { kind: "none" },
  { kind: "all" },
  { kind: "at-least", count: 2 },
  { kind: "at-most", count: 1 },
  { kind: "exactly", count: 1 },
];

/** Fields of an object of which many others ask, once it has been asked in full. */
export const fewFields = 6;

/**
 * Asks with every quantifier about the related records of every relation of an object, where one of their subjects is set: all
 * of them, or some of an object that `known` holds; what has been asked in full is put there.
 */
export async function walkRelations(
  app: App,
  env: Env,
  object: ObjectCatalog,
  ids: string[],
  known: Set<string>,
): Promise<Walk> {
  const catalog = await ruleCatalogOf(app);
  const rules = (object.relations ?? []).flatMap((relation) => {
    const there = catalog.objects.find((each) => each.slug === relation.object);
    const fields = known.has(relation.object) ? there?.fields.slice(0, fewFields) : there?.fields;
    known.add(relation.object);
    const wheres: (RuleJson | undefined)[] = (fields ?? []).map(
      (field): RuleJson =>
        field.type === "segment"
          ? { subject: field.slug, op: "is-in" }
          : { subject: field.slug, op: "is-set" },
    );
    return [undefined, ...wheres].flatMap((where, index) =>
      // Every quantifier with the first ones, then one in turn: what a subject gives does not depend on the quantifier.
      (index < 3 ? quantifiers : [quantifiers[index % quantifiers.length]]).map((quantifier) => ({
        name: `${object.slug} ${relation.slug} ${quantifier?.kind}`,
        rule: parseRule(
          { related: relation.slug, quantifier, ...(where && { where }) },
          catalog,
          object.slug,
        ),
      })),
    );
  });
  return compare(app, env, object, ids, rules);
}

const counts = ["at-least", "at-most", "exactly", "more-than", "fewer-than"] as const;

/** Asks how often events of some names happened, when they first and last did, and with which properties. */
export async function walkEvents(app: App, env: Env, object: ObjectCatalog, ids: string[]): Promise<Walk> {
  if (object.events === undefined) return { asked: new Set(), answers: new Map(), wrong: [] };
  const catalog = await ruleCatalogOf(app);
  const names = [...(object.events?.names ?? []).slice(0, 3), "Never happened"];
  const at: Field = { slug: "at", label: "at", type: "instant" };
  const wheres = (object.events?.properties ?? [{ name: "plan", type: "text" as const }]).flatMap(
    ({ name }): RuleJson[] => [
      { subject: `property:${name}`, op: "is-set" },
      { not: { subject: `property:${name}`, op: "contains", value: "a" } },
    ],
  );
  const often = await timesSeen(app, env, object, ids, names);
  const asked = names.map((events) => {
    const counted = counts.flatMap((op) =>
      [0, ...(often.get(events) ?? [])].flatMap((value) => [
        { events, count: { op, value } },
        { events, count: { op, value }, withinDays: 30 },
      ]),
    );
    const hourly = counts.flatMap((op) =>
      [0, 1, 3].map((value) => ({ events, count: { op, value }, withinHours: 36 })),
    );
    const timed = operatorsFor(at).flatMap((operator) =>
      valuesOf(at, operator, [env.now], env).flatMap((value) =>
        (["first", "last"] as const).map((time) => ({ events, time, op: operator.id, value })),
      ),
    );
    const propertied = wheres.map((where) => ({ events, withinDays: 90, where }));
    return { counted, others: [...hourly, ...timed, ...propertied] };
  });
  const rulesOf = (jsons: object[]) =>
    jsons.map((json) => ({
      name: `${object.slug} event ${"withinHours" in json ? "hours" : "op" in json ? json.op : "count" in json ? "count" : "where"}`,
      rule: parseRule(JSON.parse(JSON.stringify(json)), catalog, object.slug),
    }));
  // Apart: where only counts are asked they come from the daily buckets, else from the events themselves.
  const counted = rulesOf(asked.flatMap((each) => each.counted));
  const others = rulesOf(asked.flatMap((each) => each.others));
  const [one, two] = [
    await compare(app, env, object, ids, counted, ["few", "all"]),
    await compare(app, env, object, ids, others, ["few", "all"]),
  ];
  return {
    asked: one.asked.union(two.asked),
    answers: new Map(
      [true, false, null].map((a) => [a, (one.answers.get(a) ?? 0) + (two.answers.get(a) ?? 0)]),
    ),
    wrong: [...one.wrong, ...two.wrong],
  };
}

/** How often events of some names happened to some records, in all and in 30 days. */
async function timesSeen(app: App, env: Env, object: ObjectCatalog, ids: string[], names: string[]) {
  const catalog = await ruleCatalogOf(app);
  const found = new Map<string, Set<number>>();
  for (const events of names) {
    const rules = [{ events }, { events, withinDays: 30 }].map((json) =>
      parseRule(json, catalog, object.slug),
    );
    for (const id of ids) {
      const record = await plainRecord(app, object.slug, id, rules);
      const counted = rules.map((rule) => Number(explainRule(rule, record, env).seen));
      found.set(events, (found.get(events) ?? new Set()).union(new Set(counted)));
    }
  }
  return found;
}

/** The values that some records have, by subject, as JSON. */
async function seenValues(app: App, env: Env, object: ObjectCatalog, ids: string[]) {
  const catalog = await ruleCatalogOf(app);
  const found = new Map<string, unknown[]>();
  for (const id of ids) {
    const record = await plainRecord(app, object.slug, id, []);
    for (const field of object.fields) {
      if (field.type === "segment") continue;
      const rule = parseRule({ subject: field.slug, op: "is-set" }, catalog, object.slug);
      const { seen } = explainRule(rule, record, env);
      if (seen !== null) found.set(field.slug, [...(found.get(field.slug) ?? []), seen]);
    }
  }
  return found;
}

async function compare(
  app: App,
  env: Env,
  object: ObjectCatalog,
  ids: string[],
  rules: { name: string; rule: Rule }[],
  overs: readonly ("few" | "all")[] = ["few"],
): Promise<Walk> {
  const walk: Walk = { asked: new Set(), answers: new Map(), wrong: [] };
  const all = rules.map(({ rule }) => rule);
  const records = new Map(
    await Promise.all(ids.map(async (id) => [id, await plainRecord(app, object.slug, id, all)] as const)),
  );
  for (const { name, rule } of rules) {
    walk.asked.add(name);
    for (const over of overs) {
      const inSql = await truthsInSql(app, env, rule, ids, over);
      for (const [id, record] of records) {
        const inMemory = evaluateRule(rule, record, env);
        walk.answers.set(inMemory, (walk.answers.get(inMemory) ?? 0) + 1);
        if (inSql.get(id) !== inMemory)
          walk.wrong.push(
            `${object.slug}: ${describeRule(rule)} [${name}, over ${over}] is ${inSql.get(id)} in SQL, ${inMemory} in memory; seen ${JSON.stringify(explainRule(rule, record, env).seen)}`,
          );
      }
    }
  }
  return walk;
}

async function truthsInSql(app: App, env: Env, rule: Rule, ids: string[], over: "few" | "all") {
  const params: unknown[] = [ids];
  const { sql: truth, tables } = compileRule(rule, { alias: "o", env, params, over });
  const from = `${quotedTable(rule.object.sql?.table ?? "")} o${joinsSql(rule.object, "o", tables)}`;
  const { rows } = await app.pool.query<{ id: string; truth: Answer }>(
    `SELECT o.id, ${truth} AS truth FROM ${from} WHERE o.id = ANY($1::uuid[])`,
    params,
  );
  return new Map(rows.map((row) => [row.id, row.truth]));
}

/** The ids of a few records, those first that changed last. */
export async function someIds(app: App, object: ObjectCatalog, count: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from ${sql.table(object.sql?.table ?? "")} order by updated_at desc, id limit ${count}
  `.execute(app.db);
  return rows.map(({ id }) => id);
}

/** Conditions with values that some records have and some that they hardly have, so that every answer comes. */
function conditionsOf(field: Field, operator: Operator, seen: unknown[], env: Env): RuleJson[] {
  const conditions = valuesOf(field, operator, seen, env).map((value) =>
    value === undefined
      ? { subject: field.slug, op: operator.id }
      : { subject: field.slug, op: operator.id, value },
  );
  const mayLast = field.hasHistory === true && !operator.usesClock && operator.needs === undefined;
  const lasting = conditions
    .slice(0, 1)
    .flatMap((condition) => [{ forDays: 3 }, { forHours: 3 }].map((held) => ({ ...condition, ...held })));
  return mayLast ? [...conditions, ...lasting] : conditions;
}

/** An id that nobody has. */
const nobody = "018f0000-0000-7000-8000-00000000000f";

function valuesOf(field: Field, operator: Operator, seen: unknown[], env: Env): unknown[] {
  const [first] = seen;
  const written = String(first ?? "x");
  const number = typeof first === "number" || typeof first === "string" ? first : 1;
  const options = field.options?.map((option) => option.value) ?? seen.flat().map(String);
  const day = /^\d{4}-\d{2}-\d{2}/.exec(written)?.[0] ?? String(env.today);
  switch (operator.editor) {
    case "none":
      return [undefined];
    case "text":
      return operator.id.includes("match")
        ? ["^.a", "[0-9]+$", "e"]
        : [written.slice(0, 1_000), written.slice(1, 3) || "a", "Ä"];
    case "text-list":
      return [[written.slice(0, 1_000), "Ä"]];
    case "number":
      return [number, 0, "12.5"];
    case "number-range":
      return [
        { from: number, to: number },
        { from: 0, to: "1000" },
      ];
    case "yes-no":
      return [true, false];
    case "date":
      return [day, String(env.today)];
    case "date-range":
      return [
        { from: day, to: day },
        { from: "2026-01-01", to: "2026-12-31" },
      ];
    case "duration":
      return (["days", "weeks", "months", "quarters"] as const).map((unit) => ({ count: 3, unit }));
    case "duration-or-hours":
      return (["hours", "days", "weeks", "months", "quarters"] as const).map((unit) => ({ count: 3, unit }));
    case "days":
      return [{ days: 0 }, { days: 60 }];
    case "period":
      return (["week", "month", "quarter", "year", "fiscal-quarter", "fiscal-year"] as const).flatMap(
        (period) => (["last", "this", "next"] as const).map((which) => ({ which, period })),
      );
    case "option":
      return options.slice(0, 4).concat(options.length === 0 ? ["x"] : []);
    case "option-list":
      return [options.slice(0, 1), options.slice(0, 3)].map((list) => (list.length === 0 ? ["x"] : list));
    case "reference-list":
      return [[...new Set([...seen.map(String).slice(0, 3), nobody])]];
    case "change":
      return [{ withinDays: 1 }, { withinDays: 400 }];
    case "change-by":
      return [
        { by: 1, withinDays: 30 },
        { by: "0.5", withinDays: 400 },
      ];
    case "change-values": {
      const end = field.options ? options[0] : (first ?? null);
      return [
        { to: end, withinDays: 400 },
        { from: null, withinDays: 400 },
      ];
    }
    case "deviation": {
      const segments = Object.keys(field.baselines ?? {}).slice(0, 5);
      return segments.length === 0 ? [] : [{ segments, atLeast: 1, direction: "either" }];
    }
  }
}
