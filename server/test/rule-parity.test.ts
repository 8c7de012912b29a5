import {
  compileRule,
  type Env,
  evaluateRule,
  joinsSql,
  operators,
  parseRule,
  type Rule,
  type RuleJson,
} from "@perennial/rules";
import { caseCatalog, caseEnv, ruleCases } from "@perennial/rules/cases";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "./database.ts";
import { accountRecords, accountRules } from "./rule-arbitraries.ts";
import { createRuleTables, storeRecords } from "./rule-tables.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase({ isEmpty: true });
  await createRuleTables(database.pool);
});

afterAll(() => database.close());

/** What SQL finds for every account, by id: the raw truth, NULL included. */
async function truthsInSql(rule: Rule, env: Env, over: "few" | "all"): Promise<Map<string, boolean | null>> {
  const params: unknown[] = [];
  const { sql, tables } = compileRule(rule, { alias: "a", env, params, over });
  const from = `account a${joinsSql(rule.object, "a", tables)}`;
  const { rows } = await database.pool.query<{ id: string; truth: boolean | null }>(
    `SELECT a.id, ${sql} AS truth FROM ${from}`,
    params,
  );
  return new Map(rows.map(({ id, truth }) => [id, truth]));
}

const parsed = (rule: RuleJson): Rule => parseRule(rule, caseCatalog, "account");

test("the cases hold in SQL", async () => {
  const ids = await storeRecords(
    database.pool,
    ruleCases.map((each) => each.record),
    caseEnv.timeZone,
  );
  const wrong: string[] = [];
  for (const over of ["few", "all"] as const) {
    for (const [index, { why, rule, expected }] of ruleCases.entries()) {
      const truth = (await truthsInSql(parsed(rule), caseEnv, over)).get(ids[index] ?? "");
      if (truth !== expected) wrong.push(`${why}, over ${over}: ${truth} instead of ${expected}`);
    }
  }
  expect(wrong).toEqual([]);
});

/** Days on which clocks change, a leap day, a midnight that does not exist. */
const environments: Env[] = [
  { ...caseEnv, now: "2026-11-01T17:00:00Z", today: "2026-11-01" },
  {
    ...caseEnv,
    now: "2028-02-29T12:00:00Z",
    today: "2028-02-29",
    timeZone: "Europe/Berlin",
    fiscalYearStartsInMonth: 4,
  },
  { ...caseEnv, now: "2026-04-24T10:00:00Z", today: "2026-04-24", timeZone: "Africa/Cairo", myTeam: [] },
  { now: "2026-04-05T02:00:00Z", today: "2026-04-05", timeZone: "Australia/Lord_Howe" },
];
const recordsEach = 120;
const rulesEach = 400;

describe("generated rules over generated records", () => {
  const asked = new Set<string>();
  const answers = { true: 0, false: 0, null: 0 };

  test.each(environments)("SQL and memory agree on $today in $timeZone", async (env) => {
    const records = fc.sample(accountRecords(env), { numRuns: recordsEach, seed: 20261123 });
    const ids = await storeRecords(database.pool, records, env.timeZone);
    await fc.assert(
      fc.asyncProperty(accountRules(env), fc.constantFrom("few", "all"), async (json, over) => {
        for (const match of JSON.stringify(json).matchAll(/"op":"([a-z-]+)"/g)) asked.add(match[1] ?? "");
        const rule = parsed(json);
        const inSql = await truthsInSql(rule, env, over);
        for (const [index, record] of records.entries()) {
          const truth = evaluateRule(rule, record, env);
          answers[`${truth}`] += 1;
          expect(inSql.get(ids[index] ?? ""), JSON.stringify(record)).toBe(truth);
        }
      }),
      { numRuns: rulesEach },
    );
  });

  test("every operator was asked, every answer found", () => {
    expect(operators.map((each) => each.id).filter((id) => !asked.has(id))).toEqual([]);
    expect(answers.true + answers.false + answers.null).toBeGreaterThanOrEqual(100_000);
    for (const count of Object.values(answers)) expect(count).toBeGreaterThan(5_000);
  });
});

test("letters of every script fold alike", async () => {
  const cased: string[] = [];
  for (let codePoint = 0x20; codePoint < 0x20000; codePoint++) {
    const letter = String.fromCodePoint(codePoint);
    if (/\p{L}|\p{N}|\p{S}/u.test(letter) && letter.toLowerCase() !== letter.toUpperCase())
      cased.push(letter);
  }
  const records = cased.map((letter) => ({ name: letter }));
  const ids = await storeRecords(database.pool, records, caseEnv.timeZone);
  const wrong: string[] = [];
  for (let index = 0; index < cased.length; index += 23) {
    const rule = parsed({ subject: "name", op: "is", value: cased[index] ?? "" });
    const inSql = await truthsInSql(rule, caseEnv, "few");
    records.forEach((record, at) => {
      if (inSql.get(ids[at] ?? "") !== evaluateRule(rule, record, caseEnv))
        wrong.push(`${cased[index]} ${record.name}`);
    });
  }
  expect(cased.length).toBeGreaterThan(2_500);
  expect(wrong).toEqual([]);
});
