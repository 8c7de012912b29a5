import {
  compileFormula,
  type Env,
  evaluateFormula,
  type Formula,
  formulaFunctions,
  joinsSql,
  parseFormula,
  plainValue,
} from "@perennial/rules";
import { caseCatalog, caseEnv, formulaCases } from "@perennial/rules/cases";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "./database.ts";
import { accountFormulas } from "./formula-arbitraries.ts";
import { accountRecords } from "./rule-arbitraries.ts";
import { createRuleTables, storeRecords } from "./rule-tables.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase({ isEmpty: true });
  await createRuleTables(database.pool);
});

afterAll(() => database.close());

/** What SQL gives for every account, by id, in the form of `plainValue`. */
async function valuesInSql(formula: Formula, env: Env): Promise<Map<string, unknown>> {
  const params: unknown[] = [];
  const { sql, tables } = compileFormula(formula, { alias: "a", env, params });
  const from = `account a${joinsSql(formula.object, "a", tables)}`;
  const { type } = formula.root;
  const shown = type === "number" ? `trim_scale(${sql})::text` : type === "date" ? `(${sql})::text` : sql;
  const { rows } = await database.pool.query<{ id: string; value: unknown }>(
    `SELECT a.id, ${type === "instant" ? `(extract(epoch FROM ${sql}) * 1000000)::bigint::text` : shown} AS value FROM ${from}`,
    params,
  );
  return new Map(rows.map(({ id, value }) => [id, value]));
}

function inMemory(formula: Formula, record: Record<string, unknown>, env: Env): unknown {
  const value = evaluateFormula(formula, record, env);
  return value instanceof Temporal.Instant ? String(value.epochNanoseconds / 1000n) : plainValue(value);
}

test("the formula cases hold in SQL", async () => {
  const records = formulaCases.map((each) => each.record);
  const ids = await storeRecords(database.pool, records, caseEnv.timeZone);
  const wrong: string[] = [];
  for (const [index, { why, formula, expected }] of formulaCases.entries()) {
    const values = await valuesInSql(parseFormula(formula, caseCatalog, "account"), caseEnv);
    const value = values.get(ids[index] ?? "");
    if (JSON.stringify(value) !== JSON.stringify(expected))
      wrong.push(`${why}: ${value} instead of ${expected}`);
  }
  expect(wrong).toEqual([]);
});

const environments: Env[] = [
  { ...caseEnv, now: "2028-02-29T12:00:00Z", today: "2028-02-29", timeZone: "Europe/Berlin" },
  { ...caseEnv, now: "2026-04-24T10:00:00Z", today: "2026-04-24", timeZone: "Africa/Cairo" },
];
const recordsEach = 60;
const formulasEach = 500;
const asked = new Set<string>();
let pairs = 0;
let missing = 0;

test.each(environments)("SQL and memory agree on generated formulas, $today in $timeZone", async (env) => {
  const records = fc.sample(accountRecords(env), { numRuns: recordsEach, seed: 20261127 });
  const ids = await storeRecords(database.pool, records, env.timeZone);
  await fc.assert(
    fc.asyncProperty(accountFormulas, async (text) => {
      for (const [word] of text.matchAll(/[a-z_]+(?=\()|[-+*/%<>=!]+|\b(?:and|or|not)\b/g)) asked.add(word);
      const formula = parseFormula(text, caseCatalog, "account");
      const inSql = await valuesInSql(formula, env);
      for (const [index, record] of records.entries()) {
        const value = inMemory(formula, record, env);
        pairs += 1;
        if (value === null) missing += 1;
        expect(inSql.get(ids[index] ?? ""), `${text} of ${JSON.stringify(record)}`).toEqual(value);
      }
    }),
    { numRuns: formulasEach },
  );
});

test("every function was asked, of enough pairs", () => {
  const names = formulaFunctions.map(({ name }) => (name === "negate" ? "-" : name));
  const aggregates = ["count", "sum", "avg", "min", "max", "latest", "list"];
  expect([...names, ...aggregates].filter((name) => !asked.has(name))).toEqual([]);
  expect(pairs).toBeGreaterThanOrEqual(10_000);
  expect(missing).toBeGreaterThan(1_000);
  expect(pairs - missing).toBeGreaterThan(10_000);
});
