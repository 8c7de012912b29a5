import { asksInHours } from "@perennial/rules";
import { type RawBuilder, sql } from "kysely";
import type { ComputeEnvironment, ExpressionNode, NodeSource } from "../engine/index.ts";
import { ruleExpression } from "../objects/index.ts";
import { checkStoredRule } from "../segments/index.ts";
import { conditionOf } from "./condition.ts";
import { type DefinitionRow, readDefinitions } from "./definitions.sql.ts";
import { conditionColumn, conditionField } from "./indicator-columns.ts";

/** One value of accounts for each definition: whether its condition is true. What follows is raised by `followConditions`. */
export const indicatorNodes: NodeSource = async (db) => (await readDefinitions(db)).map(nodeOf);

function nodeOf(definition: DefinitionRow): ExpressionNode {
  const column = conditionColumn(definition.slug);
  return {
    kind: "expression",
    key: conditionField(definition.slug),
    columns: [
      {
        name: column,
        field: {
          slug: conditionField(definition.slug),
          label: definition.name,
          group: "Indicators",
          type: "boolean",
          description: definition.description,
        },
        whenMissing: false,
        isTracked: true,
      },
    ],
    reads: definition.reads,
    changesHourly: asksInHours([conditionOf(definition), definition.clears]),
    expressions: (environment) => ({ [column]: holds(definition, column, environment) }),
  };
}

/** A rule that names what is no more changes nothing until it is mended. */
function holds(
  definition: DefinitionRow,
  column: string,
  { rules, env }: ComputeEnvironment,
): RawBuilder<unknown> {
  const before = sql`coalesce(${sql.id("r_d", column)}, false)`;
  const condition = checkStoredRule(rules, conditionOf(definition));
  if ("problems" in condition) return before;
  const begins = sql`coalesce(${ruleExpression(condition.rule, env)}, false)`;
  if (definition.clears.kind !== "rule") return begins;
  const ends = checkStoredRule(rules, definition.clears.rule);
  if ("problems" in ends) return sql`(${before} or ${begins})`;
  // Once true it stays until the other rule says so: between the two nothing flickers.
  return sql`(${begins} or ${before} and not coalesce(${ruleExpression(ends.rule, env)}, false))`;
}
