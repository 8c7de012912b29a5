import type { HealthMeasure, Transform } from "@perennial/contract";
import type { Env, Catalog as RuleCatalog } from "@perennial/rules";
import { type RawBuilder, sql } from "kysely";
import { type Catalog, type Field, ruleExpression } from "../objects/index.ts";
import { checkStoredRule } from "../segments/index.ts";

const nothing = sql`null::numeric`;

/**
 * The points of a measure as an expression over `r` (accounts) and `r_d` (account_derived): null where there is no data, or
 * where what the measure looks at is no more.
 */
export function pointsExpression(
  measure: HealthMeasure,
  { catalog, rules, env }: { catalog: Catalog; rules: RuleCatalog; env: Env },
): RawBuilder<unknown> {
  const { source, transform } = measure;
  if (source.kind === "rule") {
    const checked = checkStoredRule(rules, source.rule);
    return "problems" in checked ? nothing : points(transform, ruleExpression(checked.rule, env));
  }
  const field = catalog.fieldsOf("account").get(source.field);
  if (!field) return nothing;
  const given = points(transform, columnOf(field));
  if (source.needs === undefined) return given;
  const needed = catalog.fieldsOf("account").get(source.needs);
  return needed ? sql`case when ${columnOf(needed)} is not null then ${given} end` : nothing;
}

function columnOf(field: Field): RawBuilder<unknown> {
  return sql`${sql.id(field.column.table === "derived" ? "r_d" : "r", field.column.name)}`;
}

function points(transform: Transform, seen: RawBuilder<unknown>): RawBuilder<unknown> {
  switch (transform.kind) {
    case "truth":
      return sql`case ${seen} when true then ${number(transform.whenTrue)} when false then ${number(transform.whenFalse)} end`;
    case "bands": {
      const cases = transform.bands.map(({ from, to, points: given }) => {
        const tests = [
          ...(from === null ? [] : [sql`${seen} >= ${number(from)}`]),
          ...(to === null ? [] : [sql`${seen} < ${number(to)}`]),
        ];
        const test = tests.length === 0 ? sql`${seen} is not null` : sql.join(tests, sql` and `);
        return sql`when ${test} then ${number(given)}`;
      });
      return sql`case ${sql.join(cases, sql` `)} end`;
    }
    case "linear": {
      const { from, to } = transform;
      const along = sql`(${seen} - ${number(from.value)}) / ${number(to.value - from.value)}`;
      // greatest and least pass nulls by, so the missing is taken out first.
      return sql`case when ${seen} is not null then
        round(${number(from.points)} + greatest(0, least(1, ${along})) * ${number(to.points - from.points)}, 2) end`;
    }
  }
}

function number(value: number): RawBuilder<unknown> {
  return sql`${sql.lit(value)}::numeric`;
}
