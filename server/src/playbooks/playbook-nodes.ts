import { definitionSchema } from "@perennial/contract";
import { asksInHours } from "@perennial/rules";
import { sql } from "kysely";
import type { ExpressionNode, NodeSource } from "../engine/index.ts";
import { ruleExpression } from "../objects/index.ts";
import { checkStoredRule } from "../segments/index.ts";
import { matchColumn, matchNode } from "./match-column.ts";

/** One value of accounts for each playbook that is on and starts by a rule: whether the rule is true. */
export const playbookNodes: NodeSource = async (db) => {
  const rows = await db
    .selectFrom("playbooks as p")
    .innerJoin("playbook_versions as v", (join) =>
      join.onRef("v.playbook_id", "=", "p.id").onRef("v.version", "=", "p.version"),
    )
    .select(["p.id", "p.name", "p.reads", "v.definition"])
    .where("p.trigger_kind", "=", "rule-matches")
    .where("p.activated_at", "is not", null)
    .orderBy("p.id")
    .execute();
  return rows.map(nodeOf);
};

function nodeOf(row: { id: string; name: string; reads: string[]; definition: unknown }): ExpressionNode {
  const column = matchColumn(row.id);
  const { trigger } = definitionSchema.parse(row.definition);
  return {
    kind: "expression",
    key: matchNode(row.id),
    columns: [
      {
        name: column,
        field: { slug: matchNode(row.id), label: row.name, group: "Playbooks", type: "boolean" },
        whenMissing: false,
        isTracked: true,
      },
    ],
    reads: row.reads,
    changesHourly: asksInHours(trigger),
    expressions({ rules, env }) {
      const checked = trigger.kind === "rule-matches" ? checkStoredRule(rules, trigger.rule) : undefined;
      // A rule that names what is no more matches nobody new; who matches stays until it is mended.
      if (!checked || "problems" in checked)
        return { [column]: sql`coalesce(${sql.id("r_d", column)}, false)` };
      return { [column]: sql`coalesce(${ruleExpression(checked.rule, env)}, false)` };
    },
    async announce({ differences }) {
      const events = differences.map(({ accountId, new: holds }) => ({
        name: holds === true ? "playbook.matched" : "playbook.unmatched",
        object: "playbook",
        objectId: row.id,
        accountId,
      }));
      return { events };
    },
  };
}
