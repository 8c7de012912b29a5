import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../test/database.ts";
import { createPool } from "./pool.ts";
import { isTransient, retryConflicts } from "./transient.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ isEmpty: true });
});
afterAll(() => database.close());

const one = async (expression: string) =>
  (await database.pool.query(`SELECT ${expression} AS value`)).rows[0]?.value;

test.each([
  ["date '2026-02-28'", "2026-02-28"],
  ["timestamptz '2026-11-23 08:33:41.123+01'", "2026-11-23T07:33:41.123Z"],
  ["timestamptz '2026-11-23 00:00:00+05:30'", "2026-11-22T18:30:00Z"],
  ["12345678901234567.8900::numeric", "12345678901234567.8900"],
  ["9007199254740991::int8", 9007199254740991],
  ["count(*)", 1],
  ["'{\"a\": [1, null]}'::jsonb", { a: [1, null] }],
  ["interval '1 month 2 days 3 hours'", "P1M2DT3H"],
  ["ARRAY[date '2026-02-28', NULL]", ["2026-02-28", null]],
  ["ARRAY[timestamptz '2026-11-23 07:00+00']", ["2026-11-23T07:00:00Z"]],
  ["ARRAY[1.10::numeric]", ["1.10"]],
  ["ARRAY[7::int8]", [7]],
  ["ARRAY['a,b', 'c']", ["a,b", "c"]],
])("%s comes out as told", async (expression, value) => {
  expect(await one(expression)).toEqual(value);
});

test("an int8 that no number can hold is refused, not rounded", async () => {
  await expect(one("9007199254740992::int8")).rejects.toThrow(/too large/);
});

test("keeps the URL's own session options, and cancels statements that take too long", async () => {
  const pool = createPool(`${database.url}?options=${encodeURIComponent("-c work_mem=9MB")}`, {
    max: 1,
    statementTimeoutMs: 50,
  });
  try {
    const { rows } = await pool.query(
      "SELECT current_setting('work_mem') AS mem, current_setting('TimeZone') AS zone",
    );
    expect(rows).toEqual([{ mem: "9MB", zone: "UTC" }]);
    await expect(pool.query("SELECT pg_sleep(5)")).rejects.toThrow(/statement timeout/);
  } finally {
    await pool.end();
  }
});

test("a transaction that lost against another runs again, other failures do not", async () => {
  await database.pool.query("CREATE TABLE counter (value int); INSERT INTO counter VALUES (0)");
  const bothHaveRead = Promise.withResolvers<void>();
  let readers = 0;
  const increment = async () => {
    const client = await database.pool.connect();
    try {
      await client.query("BEGIN ISOLATION LEVEL SERIALIZABLE");
      const { rows } = await client.query("SELECT value FROM counter");
      readers += 1;
      if (readers === 2) bothHaveRead.resolve();
      await bothHaveRead.promise;
      await client.query("UPDATE counter SET value = $1", [rows[0].value + 1]);
      await client.query("COMMIT");
    } catch (error) {
      await client.query("ROLLBACK");
      throw error;
    } finally {
      client.release();
    }
  };
  await Promise.all([retryConflicts(increment), retryConflicts(increment)]);
  expect(await one("(SELECT value FROM counter)")).toBe(2);
  expect(readers).toBe(3);

  let tries = 0;
  await expect(
    retryConflicts(async () => {
      tries += 1;
      await database.pool.query("SELECT nonsense");
    }),
  ).rejects.toThrow(/nonsense/);
  expect(tries).toBe(1);
});

test("a lock that others hold is tried for until they let go, or for so long", async () => {
  const holder = await database.pool.connect();
  await holder.query("CREATE TABLE held (value int)");
  await holder.query("BEGIN");
  await holder.query("LOCK TABLE held IN ROW EXCLUSIVE MODE");
  let tries = 0;
  const change = async () => {
    tries += 1;
    if (tries === 8) await holder.query("COMMIT");
    await database.pool.query(
      "SET lock_timeout = '10ms'; ALTER TABLE held ADD COLUMN IF NOT EXISTS more int",
    );
  };
  try {
    await expect(retryConflicts(change, { lockAttempts: 3, lockPauseMs: 1 })).rejects.toThrow(/lock timeout/);
    expect(tries).toBe(3);
    await retryConflicts(change, { lockPauseMs: 1 });
    expect(tries).toBe(8);
  } finally {
    holder.release();
  }
});

test("a database out of reach is a passing failure", async () => {
  const pool = createPool("postgresql://nobody@127.0.0.1:1/none");
  const error = await pool.query("SELECT 1").catch((reason: unknown) => reason);
  await pool.end();
  expect(isTransient(error)).toBe(true);
  expect(isTransient(new Error("no such column"))).toBe(false);
});
