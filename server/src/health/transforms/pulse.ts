import { sentiments } from "@perennial/contract";
import { sql } from "kysely";
import { number } from "./line.ts";
import { transformRecord } from "./transform-record.ts";

/** What a person of ours says of the customer; it holds until it expires, then there is no data. */
export const pulse = transformRecord<"pulse">({
  kind: "pulse",
  takes: "pulse",
  reads: () => [],
  problems: () => [],
  sql({ points }, seen) {
    const cases = points.map((each, index) => sql`when ${sql.lit(index + 1)} then ${number(each)}`);
    return sql`case ${seen} ${sql.join(cases, sql` `)} end`;
  },
  points: ({ points }, seen) => points[Number(seen) - 1] ?? null,
  print: ({ points }) => sentiments.map(({ label }, index) => `${label} → ${points[index]}`).join(" · "),
});
