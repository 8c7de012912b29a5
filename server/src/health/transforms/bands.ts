import type { Band } from "@perennial/contract";
import { sql } from "kysely";
import { number } from "./line.ts";
import { type TransformProblem, transformRecord } from "./transform-record.ts";

/** A table of half-open ranges that follow one another. */
export const bands = transformRecord<"bands">({
  kind: "bands",
  takes: "number",
  reads: () => [],
  problems: ({ bands: all }) => bandProblems(all),
  sql(transform, seen) {
    const cases = transform.bands.map(({ from, to, points }) => {
      const tests = [
        ...(from === null ? [] : [sql`${seen} >= ${number(from)}`]),
        ...(to === null ? [] : [sql`${seen} < ${number(to)}`]),
      ];
      const test = tests.length === 0 ? sql`${seen} is not null` : sql.join(tests, sql` and `);
      return sql`when ${test} then ${number(points)}`;
    });
    return sql`case ${sql.join(cases, sql` `)} end`;
  },
  points(transform, seen) {
    const value = Number(seen);
    const band = transform.bands.find(
      ({ from, to }) => (from === null || value >= from) && (to === null || value < to),
    );
    return band?.points ?? null;
  },
  print: (transform) =>
    transform.bands
      .map(({ from, to, points }) => `${from === null ? "(−∞" : `[${from}`}, ${to ?? "∞"}) → ${points}`)
      .join(" · "),
});

function* bandProblems(all: readonly Band[]): Generator<TransformProblem> {
  for (const [index, { from, to }] of all.entries()) {
    if (from !== null && to !== null && from >= to) {
      yield { path: `bands[${index}].to`, message: `above ${from}` };
    }
    const before = all[index - 1];
    if (before && (before.to === null || before.to !== from)) {
      const where = before.to === null ? "" : `: ${before.to}`;
      yield { path: `bands[${index}].from`, message: `begins where the band before ends${where}` };
    }
  }
}
