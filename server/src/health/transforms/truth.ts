import { sql } from "kysely";
import { number } from "./line.ts";
import { transformRecord } from "./transform-record.ts";

/** A rule, or a field that is yes or no. */
export const truth = transformRecord<"truth">({
  kind: "truth",
  takes: "truth",
  reads: () => [],
  problems: () => [],
  sql: ({ whenTrue, whenFalse }, seen) =>
    sql`case ${seen} when true then ${number(whenTrue)} when false then ${number(whenFalse)} end`,
  points: ({ whenTrue, whenFalse }, seen) => (seen === true ? whenTrue : whenFalse),
  print: ({ whenTrue, whenFalse }) => `True → ${whenTrue} · false → ${whenFalse}`,
});
