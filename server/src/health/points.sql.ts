import type { HealthMeasure } from "@perennial/contract";
import type { Env, Catalog as RuleCatalog } from "@perennial/rules";
import { type RawBuilder, sql } from "kysely";
import { type Catalog, type Field, ruleExpression } from "../objects/index.ts";
import { checkStoredRule, type Usual } from "../segments/index.ts";
import { transformOf } from "./transforms/index.ts";

const nothing = sql`null::numeric`;

type Environment = { catalog: Catalog; rules: RuleCatalog; env: Env; usual: Usual };

/**
 * The points of a measure as an expression over `r` (accounts) and `r_d` (account_derived): null where there is no data, or
 * where what the measure looks at is no more.
 */
export function pointsExpression(measure: HealthMeasure, environment: Environment): RawBuilder<unknown> {
  const { source, transform } = measure;
  const { sql: points } = transformOf(transform);
  const fields = environment.catalog.fieldsOf("account");
  const columnOf = (slug: string) => {
    const field = fields.get(slug);
    return field && columnOfField(field);
  };
  const beside = { usual: environment.usual, columnOf };
  if (source.kind === "rule") {
    const checked = checkStoredRule(environment.rules, source.rule);
    if ("problems" in checked) return nothing;
    return points(transform, ruleExpression(checked.rule, environment.env), beside);
  }
  const seen = columnOf(source.field);
  if (!seen) return nothing;
  const given = points(transform, seen, { ...beside, field: source.field });
  if (source.needs === undefined) return given;
  const needed = columnOf(source.needs);
  return needed ? sql`case when ${needed} is not null then ${given} end` : nothing;
}

function columnOfField(field: Field): RawBuilder<unknown> {
  return sql`${sql.id(field.column.table === "derived" ? "r_d" : "r", field.column.name)}`;
}
