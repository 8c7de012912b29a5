import { lineProblems, pointsAlong, pointsOfValue, printedLine } from "./line.ts";
import { transformRecord } from "./transform-record.ts";

/** A straight line between two values, bounded at both ends. */
export const linear = transformRecord<"linear">({
  kind: "linear",
  takes: "number",
  reads: () => [],
  problems: lineProblems,
  sql: pointsAlong,
  points: (line, seen) => pointsOfValue(line, Number(seen)),
  print: (line) => printedLine(line),
});
