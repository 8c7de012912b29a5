import type { Transform } from "@perennial/contract";
import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../../test/app.ts";
import type { Usual } from "../../segments/index.ts";
import { transformOf } from "./index.ts";

let t: TestApp;
beforeAll(async () => {
  t = await testApp({ isEmpty: true });
});
afterAll(() => t.close());

const field = "metric:logins";
const quantiles = Array.from({ length: 101 }, (_, at) => (at < 40 ? "-2.5" : String((at - 40) * 1.5)));
const usual: Usual = new Map([
  [
    field,
    new Map([
      ["big", { baseline: { median: "40", spread: "8.5" }, quantiles }],
      ["flat", { baseline: { median: "3", spread: "0" } }],
    ]),
  ],
]);

const points = fc.integer({ min: 0, max: 100 });
const line = fc
  .tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 1, max: 90 }), points, points)
  .map(([value, width, first, last]) => ({
    from: { value, points: first },
    to: { value: value + width, points: last },
  }));
const segments = fc.constantFrom<string[]>(["big"], ["flat", "big"], ["gone", "big"], ["big", "flat"]);
const transforms: fc.Arbitrary<Transform> = fc.oneof(
  line.map((ends) => ({ kind: "linear" as const, ...ends })),
  fc.tuple(points, points).map(([low, high]) => ({
    kind: "bands" as const,
    bands: [
      { from: null, to: 0, points: low },
      { from: 0, to: 30, points: high },
    ],
  })),
  fc.tuple(segments, fc.constantFrom("higher" as const, "lower" as const)).map(([of, better]) => ({
    kind: "percentile" as const,
    segments: of,
    better,
  })),
  fc.tuple(line, fc.constantFrom("percent" as const, "amount" as const)).map(([ends, by]) => ({
    kind: "trend" as const,
    by,
    ...ends,
  })),
  fc.tuple(line, segments).map(([ends, of]) => ({ kind: "deviation" as const, segments: of, ...ends })),
);
const seenNumber = fc.option(
  fc.oneof(fc.integer({ min: -60, max: 120 }), fc.constantFrom(-2.5, 0, 1.5, 40, 90, 91)),
);
const accounts = fc.record({
  seen: seenNumber,
  change: seenNumber,
  changePct: seenNumber,
  big: fc.option(fc.boolean()),
  flat: fc.option(fc.boolean()),
});
type SeenOf = { seen: number | null; change: number | null; changePct: number | null } & {
  big: boolean | null;
  flat: boolean | null;
};

/** The points as the database works them out. */
async function inSql(transform: Transform, account: SeenOf): Promise<number | null> {
  const columns: Record<string, ReturnType<typeof sql>> = {
    [`${field}.change`]: sql`a.change`,
    [`${field}.changePct`]: sql`a.change_pct`,
    "segment:big": sql`a.big`,
    "segment:flat": sql`a.flat`,
  };
  const expression = transformOf(transform).sql(transform, sql`a.seen`, {
    field,
    usual,
    columnOf: (slug) => columns[slug],
  });
  const { rows } = await sql<{ points: string | null }>`
    select (${expression})::text as points
      from (select ${account.seen}::numeric as seen, ${account.change}::numeric as change,
                   ${account.changePct}::numeric as change_pct, ${account.big}::boolean as big,
                   ${account.flat}::boolean as flat) a
  `.execute(t.db);
  const given = rows[0]?.points ?? null;
  return given === null ? null : Number(given);
}

function inMemory(transform: Transform, account: SeenOf): number | null {
  if (account.seen === null) return null;
  const values: Record<string, number | boolean | null> = {
    [`${field}.change`]: account.change,
    [`${field}.changePct`]: account.changePct,
    "segment:big": account.big,
    "segment:flat": account.flat,
  };
  return transformOf(transform).points(transform, account.seen, {
    field,
    usual,
    seenOf: (slug) => values[slug] ?? null,
  });
}

describe("transforms", () => {
  it("give the same points in the database and in memory", async () => {
    await fc.assert(
      fc.asyncProperty(transforms, accounts, async (transform, account) => {
        const [stored, seen] = [await inSql(transform, account), inMemory(transform, account)];
        if (stored === null || seen === null) expect([stored, seen]).toEqual([null, null]);
        else expect(Math.abs(stored - seen)).toBeLessThanOrEqual(0.0101);
      }),
      { numRuns: 600 },
    );
  });

  const among = (better: "higher" | "lower"): Transform => ({
    kind: "percentile",
    segments: ["big"],
    better,
  });
  const away: Transform = {
    kind: "deviation",
    segments: ["big"],
    from: { value: -3, points: 0 },
    to: { value: 0, points: 100 },
  };
  const base: SeenOf = { seen: 0, change: null, changePct: null, big: true, flat: false };

  it.each([
    ["the least of all", among("higher"), { seen: -9 }, 0],
    ["the greatest of all", among("higher"), { seen: 91 }, 100],
    ["the greatest, where less is better", among("lower"), { seen: 91 }, 0],
    ["those equal to forty of a hundred counted half", among("higher"), { seen: -2.5 }, 19.8],
    ["outside the segment", among("higher"), { seen: 5, big: false }, null],
    ["one and a half deviations below the healthy", away, { seen: 40 - 8.5 * 1.5 }, 50],
    ["above the healthy", away, { seen: 60 }, 100],
    ["outside the segments with a baseline", away, { seen: 60, big: null }, null],
  ] as const)("know %s", async (_, transform, account, expected) => {
    expect(await inSql(transform, { ...base, ...account })).toBe(expected);
    expect(inMemory(transform, { ...base, ...account })).toBe(expected);
  });
});
