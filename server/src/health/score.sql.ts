import type { HealthGroup, HealthMeasure, HealthModel } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import { measuresOf, type Variant, variantsOf } from "./model.ts";
import { pointsWhenMissing } from "./score.ts";

type Expression = RawBuilder<unknown>;
/** The points of a measure, null when missing. */
export type PointsOf = (measure: HealthMeasure) => Expression;

/** By which model of a score an account is judged: the first one whose segment it is in, else the last. */
export function byVariant(
  model: HealthModel,
  columnOf: (slug: string) => Expression | undefined,
  expressionOf: (variant: Variant) => Expression,
): Expression {
  const variants = variantsOf(model);
  const rest = variants.at(-1);
  const cases = variants.flatMap((variant) => {
    const isIn = variant.segment === null ? undefined : columnOf(`segment:${variant.segment}`);
    return isIn ? [sql`when ${isIn} then ${expressionOf(variant)}`] : [];
  });
  const otherwise = rest ? expressionOf(rest) : sql`null`;
  return cases.length === 0 ? otherwise : sql`case ${sql.join(cases, sql` `)} else ${otherwise} end`;
}

/** The share of weights that have data, in percent. */
export function coverageExpression(variant: Variant, points: PointsOf): Expression {
  const shares = measuresOf(variant).map(
    ({ measure, share }) =>
      sql`case when ${points(measure)} is null then 0 else ${sql.lit(share)}::numeric end`,
  );
  return sql`round(100 * (${sql.join(shares, sql` + `)}), 1)`;
}

/** The score, 0–100 with one decimal: weighted means level by level over what has data; null when it is withheld. */
export function scoreExpression(variant: Variant, points: PointsOf): Expression {
  const mean = weightedMean(
    variant.groups.map((group) => ({ value: groupMean(group, points), weight: group.weight })),
  );
  const withholding = measuresOf(variant)
    .filter(({ measure }) => measure.missing === "withhold")
    .map(({ measure }) => sql`${points(measure)} is not null`);
  const conditions = [
    sql`${coverageExpression(variant, points)} >= ${sql.lit(variant.minimumCoveragePct)}`,
    ...withholding,
  ];
  return sql`case when ${sql.join(conditions, sql` and `)} then round(${mean}, 1) end`;
}

/** The label of a score. Ranges are half-open; the last includes 100. */
export function labelExpression(model: HealthModel, score: Expression): Expression {
  const cases = [...model.labels]
    .reverse()
    .map((label) => sql`when ${score} >= ${sql.lit(label.from)} then ${sql.lit(label.value)}`);
  return sql`case ${sql.join(cases, sql` `)} end`;
}

function groupMean(group: HealthGroup, points: PointsOf): Expression {
  const measures = group.measures.map((measure) => {
    const otherwise = pointsWhenMissing(measure);
    const own = points(measure);
    const value = otherwise === null ? own : sql`coalesce(${own}, ${sql.lit(otherwise)})`;
    return { value, weight: measure.weight };
  });
  const inner = (group.groups ?? []).map((each) => ({ value: groupMean(each, points), weight: each.weight }));
  return weightedMean([...measures, ...inner]);
}

/** Σ weight × value ÷ Σ weight, over the values that are there; null when none is. */
function weightedMean(parts: readonly { value: Expression; weight: number }[]): Expression {
  const sum = parts.map(({ value, weight }) => sql`coalesce(${value}, 0) * ${sql.lit(weight)}::numeric`);
  const weights = parts.map(
    ({ value, weight }) => sql`case when ${value} is null then 0 else ${sql.lit(weight)}::numeric end`,
  );
  return sql`((${sql.join(sum, sql` + `)}) / nullif(${sql.join(weights, sql` + `)}, 0))`;
}
