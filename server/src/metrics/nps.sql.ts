import { npsFrom } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";

/** Of a column of scores, as aggregates: who would recommend, who would not, and what is left of the first after the second, in per cent. */
export function npsOf(score: RawBuilder<unknown>) {
  const [promoter, passive] = [sql.lit(npsFrom.promoter), sql.lit(npsFrom.passive)];
  const promoters = sql`count(*) filter (where ${score} >= ${promoter})`;
  const detractors = sql`count(*) filter (where ${score} < ${passive})`;
  return {
    promoters,
    passives: sql`count(*) filter (where ${score} >= ${passive} and ${score} < ${promoter})`,
    detractors,
    nps: sql`round(100.0 * (${promoters} - ${detractors}) / nullif(count(${score}), 0), 1)`,
  };
}
