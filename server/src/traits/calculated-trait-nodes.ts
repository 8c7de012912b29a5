import type { FieldType } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import type { ComputeEnvironment, ExpressionNode, NodeSource } from "../engine/index.ts";
import { checkStoredFormula, formulaExpression } from "../objects/index.ts";
import { traitColumn } from "./trait-fields.ts";

/** One column of accounts for each calculated trait, kept true and with a history. */
export const calculatedTraitNodes: NodeSource = async (db) => {
  const rows = await db
    .selectFrom("trait_definitions")
    .select(["slug", "name", "trait_group", "type", "formula", "reads"])
    .where("formula", "is not", null)
    .where("archived_at", "is", null)
    .orderBy("slug")
    .execute();
  return rows.map(
    ({ slug, name, trait_group, type, formula, reads }): ExpressionNode => ({
      kind: "expression",
      key: calculatedTraitKey(slug),
      columns: [
        {
          name: traitColumn(slug),
          field: { slug: `trait:${slug}`, label: name, group: trait_group, type: type as FieldType },
          isTracked: true,
        },
      ],
      reads,
      expressions: (environment) => ({
        [traitColumn(slug)]: traitValue(slug, formula ?? "", type as FieldType, environment),
      }),
    }),
  );
};

/** The engine's node that keeps a calculated trait true. */
export function calculatedTraitKey(slug: string): string {
  return `trait:${slug}`;
}

function traitValue(
  slug: string,
  text: string,
  type: FieldType,
  { rules, env }: ComputeEnvironment,
): RawBuilder<unknown> {
  const checked = checkStoredFormula(rules, "account", text);
  // A formula that names what is no more must not empty its trait: values stay until it is mended.
  if ("problems" in checked) return sql.ref(`r_d.${traitColumn(slug)}`);
  return formulaExpression(checked.formula, env, type);
}
