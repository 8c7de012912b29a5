import { sql } from "kysely";
import {
  ofFirstSegment,
  printedSegments,
  segmentsRead,
  usualOfFirst,
  usualProblems,
} from "./first-segment.ts";
import { lineProblems, number, pointsAlong, pointsOfValue, printedLine } from "./line.ts";
import { transformRecord } from "./transform-record.ts";

/**
 * How many robust deviations the value lies from the median of the healthy accounts of the account's segment, along a line.
 * Where all healthy accounts are equal nobody can be told apart: no data, as for the rule's condition.
 */
export const deviation = transformRecord<"deviation">({
  kind: "deviation",
  takes: "number",
  reads: segmentsRead,
  *problems(transform, asked) {
    yield* usualProblems(transform, asked);
    yield* lineProblems(transform);
  },
  sql: (transform, seen, beside) =>
    ofFirstSegment(transform, beside, ({ baseline }) => {
      if (!baseline || Number(baseline.spread) <= 0) return sql`null::numeric`;
      return pointsAlong(
        transform,
        sql`((${seen} - ${number(baseline.median)}) / ${number(baseline.spread)})`,
      );
    }),
  points(transform, seen, beside) {
    const baseline = usualOfFirst(transform, beside)?.baseline;
    if (!baseline || Number(baseline.spread) <= 0) return null;
    return pointsOfValue(transform, (Number(seen) - Number(baseline.median)) / Number(baseline.spread));
  },
  print: (transform, nameOf) =>
    `Robust deviations from the healthy of ${printedSegments(transform, nameOf)}: ${printedLine(transform)}`,
});
