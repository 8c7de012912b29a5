import { compileRule, evaluateRule, parseRule } from "@perennial/rules";
import { caseCatalog, caseEnv } from "@perennial/rules/cases";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "./database.ts";
import { patterns, someText } from "./rule-arbitraries.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase({ isEmpty: true });
  await database.pool.query("CREATE TABLE account (id integer PRIMARY KEY, name text)");
});

afterAll(() => database.close());

const matching = (value: string) =>
  parseRule({ subject: "name", op: "matches", value }, caseCatalog, "account");
const inMemory = (pattern: string, name: string) => evaluateRule(matching(pattern), { name }, caseEnv);

async function inSql(pattern: string): Promise<(boolean | null)[]> {
  const params: unknown[] = [];
  const { sql } = compileRule(matching(pattern), { alias: "a", env: caseEnv, params });
  const { rows } = await database.pool.query<{ truth: boolean | null }>(
    `SELECT ${sql} AS truth FROM account a ORDER BY a.id`,
    params,
  );
  return rows.map((row) => row.truth);
}

async function storeNames(names: readonly string[]): Promise<void> {
  await database.pool.query("TRUNCATE account");
  await database.pool.query(
    "INSERT INTO account SELECT ordinality, name FROM unnest($1::text[]) WITH ORDINALITY u (name)",
    [names],
  );
}

test("patterns mean the same in SQL and in memory", async () => {
  const names = fc.sample(someText, { numRuns: 150, seed: 20261127 });
  await storeNames(names);
  const counts = { true: 0, false: 0, null: 0 };
  await fc.assert(
    fc.asyncProperty(patterns(), async (pattern) => {
      const truths = names.map((name) => inMemory(pattern, name));
      for (const truth of truths) counts[`${truth}`] += 1;
      expect(await inSql(pattern)).toEqual(truths);
    }),
    { numRuns: 300 },
  );
  expect(counts.true).toBeGreaterThan(5_000);
  expect(counts.false).toBeGreaterThan(5_000);
});

/** Each takes exponential or high polynomial time where a matcher tries back and forth. */
const hostile = [
  "^(a|aa)+$",
  "(a*)*b",
  "(a+)+$b",
  "(x+x+)+y",
  "^(([a-z])+.)+[A-Z]([a-z])+$",
  "(a?){40}a{40}b",
  "(.*)(.*)(.*)(.*)(.*)c$",
  "(a|b)*a(a|b){15}c",
  "\\b(a*)*\\bc",
];

const least = (times: readonly number[]) => Math.min(...times);

async function timeOf(work: () => Promise<unknown> | unknown): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 3; round++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return least(times);
}

test.each(hostile)("%s takes time in proportion to the text", async (pattern) => {
  const short = "a".repeat(2_000);
  const long = "a".repeat(16_000);
  const memory = [await timeOf(() => inMemory(pattern, short)), await timeOf(() => inMemory(pattern, long))];
  await storeNames([short]);
  const sql = [await timeOf(() => inSql(pattern))];
  await storeNames([long]);
  sql.push(await timeOf(() => inSql(pattern)));
  // Eight times the text; quadratic would be 64 times the time.
  for (const [few = 0, many = 0] of [memory, sql]) expect(many).toBeLessThan(24 * Math.max(few, 2));
});

test("the largest patterns are ready at once, in both", async () => {
  await storeNames(["abc".repeat(300)]);
  const large = [
    "(a{0,20}){0,20}b",
    "(abc|abd|abe|x?){25}z",
    "[ä-ü]{0,255}[^α-ω]{0,200}z",
    "((((a?b?){4}){4}){4}){1}z",
  ];
  for (const pattern of large) {
    expect(await timeOf(() => inMemory(pattern, "abc".repeat(300))), pattern).toBeLessThan(1_000);
    expect(await timeOf(() => inSql(pattern)), pattern).toBeLessThan(2_000);
  }
});
