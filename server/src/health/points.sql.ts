import type { HealthMeasure, HealthModel } from "@perennial/contract";
import type { Env, Catalog as RuleCatalog } from "@perennial/rules";
import { type RawBuilder, sql } from "kysely";
import { type Catalog, ruleExpression } from "../objects/index.ts";
import { checkStoredRule, type Usual } from "../segments/index.ts";
import type { PlacedMeasure } from "./model.ts";
import { byVariant } from "./score.sql.ts";
import { transformOf } from "./transforms/index.ts";

const nothing = sql`null::numeric`;

type Environment = { catalog: Catalog; rules: RuleCatalog; env: Env; usual: Usual };

/**
 * The points of a measure as an expression over `r` (accounts) and `r_d` (account_derived): null where there is no data, where
 * what the measure looks at is no more, and of accounts to which another of the score's models applies.
 */
export function pointsExpression(
  model: HealthModel,
  { measure, variant }: PlacedMeasure,
  environment: Environment,
): RawBuilder<unknown> {
  const columnOf = columnsOf(environment.catalog);
  const points = pointsOfMeasure(measure, environment);
  if (!model.variants?.length) return points;
  return byVariant(model, columnOf, (each) => (each.path === variant.path ? points : nothing));
}

function pointsOfMeasure(
  { source, transform }: HealthMeasure,
  environment: Environment,
): RawBuilder<unknown> {
  const { sql: points } = transformOf(transform);
  const columnOf = columnsOf(environment.catalog);
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

/** The columns of accounts by the slugs of their fields. */
export function columnsOf(catalog: Catalog): (slug: string) => RawBuilder<unknown> | undefined {
  const fields = catalog.fieldsOf("account");
  return (slug) => {
    const field = fields.get(slug);
    return field && sql`${sql.id(field.column.table === "derived" ? "r_d" : "r", field.column.name)}`;
  };
}
