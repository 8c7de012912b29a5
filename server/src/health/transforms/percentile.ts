import { sql } from "kysely";
import {
  ofFirstSegment,
  printedSegments,
  segmentsRead,
  usualOfFirst,
  usualProblems,
} from "./first-segment.ts";
import { number, toHundredths } from "./line.ts";
import { transformRecord } from "./transform-record.ts";

/**
 * The share of the segment's accounts that lie below, those equal counted half: 0 below all of them, 50 in the middle, 100
 * above all. Told from the 101 values that are kept of the segment at every hundredth.
 */
export const percentile = transformRecord<"percentile">({
  kind: "percentile",
  takes: "number",
  reads: segmentsRead,
  problems: usualProblems,
  sql(transform, seen, beside) {
    return ofFirstSegment(transform, beside, ({ quantiles }) => {
      if (!quantiles || quantiles.length === 0) return sql`null::numeric`;
      const rising = sql`${sql.lit(`{${quantiles.join(",")}}`)}::numeric[]`;
      const negated = quantiles.map(turned).reverse();
      const falling = sql`${sql.lit(`{${negated.join(",")}}`)}::numeric[]`;
      const total = sql.lit(quantiles.length);
      // Thresholds at or below, and thresholds below: width_bucket searches, it does not count.
      const upTo = sql`width_bucket(${seen}::numeric, ${rising})`;
      const below = sql`${total} - width_bucket(-(${seen})::numeric, ${falling})`;
      const share = sql`100.0 * (${upTo} + ${below}) / ${number(2 * quantiles.length)}`;
      const points = transform.better === "higher" ? share : sql`100 - ${share}`;
      return sql`case when ${seen} is not null then round(${points}, 2) end`;
    });
  },
  points(transform, seen, beside) {
    const quantiles = usualOfFirst(transform, beside)?.quantiles?.map(Number);
    if (!quantiles || quantiles.length === 0) return null;
    const value = Number(seen);
    const upTo = quantiles.filter((each) => each <= value).length;
    const below = quantiles.filter((each) => each < value).length;
    const share = (100 * (upTo + below)) / (2 * quantiles.length);
    return toHundredths(transform.better === "higher" ? share : 100 - share);
  },
  print: (transform, nameOf) =>
    `Percentile among ${printedSegments(transform, nameOf)}, ${transform.better} is better`,
});

function turned(decimal: string): string {
  return decimal.startsWith("-") ? decimal.slice(1) : `-${decimal}`;
}
