import { type RawBuilder, sql } from "kysely";
import type { Announce, ComputeEnvironment, ExpressionNode, NodeSource } from "../engine/index.ts";
import { ruleExpression } from "../objects/index.ts";
import { announcerOf } from "./announce-membership.ts";
import { membershipColumn, membershipField } from "./membership-column.ts";
import { checkStoredRule } from "./segment-rule.ts";
import { type LinkKind, linkOrder, readLinkKinds, readSegments, type SegmentRow } from "./segments.sql.ts";

/** One column of accounts for each segment: who is in it. */
export const segmentNodes: NodeSource = async (db) => {
  const segments = await readSegments(db);
  const kinds = await readLinkKinds(db);
  const announce = announcerOf(segments);
  return segments.map((segment) => nodeOf(segment, kinds.get(segment.id) ?? [], announce));
};

function nodeOf(segment: SegmentRow, links: readonly LinkKind[], announce: Announce): ExpressionNode {
  const column = membershipColumn(segment.slug);
  return {
    kind: "expression",
    key: membershipField(segment.slug),
    columns: [
      {
        name: column,
        field: {
          slug: membershipField(segment.slug),
          label: segment.name,
          group: "Segments",
          type: "boolean",
          description: segment.description,
        },
        whenMissing: false,
        isTracked: true,
      },
    ],
    reads: segment.reads,
    expressions: (environment) => ({ [column]: membership(segment, links, environment) }),
    announce,
  };
}

/** What was said by hand, strongest first, else the rule; a rule that is unknown of an account does not hold it. */
function membership(
  segment: SegmentRow,
  links: readonly LinkKind[],
  { rules, env }: ComputeEnvironment,
): RawBuilder<unknown> {
  const byRule = ruleMembership(segment, rules, env);
  const said = linkOrder
    .flatMap((source) => links.filter((link) => link.source === source))
    .map(
      ({ source, isMember }) => sql`
      when exists (select from segment_links l
                    where l.account_id = r.id and l.segment_id = ${segment.id}::uuid
                      and l.source = ${sql.lit(source)} and l.is_member = ${sql.lit(isMember)}) then ${sql.lit(isMember)}`,
    );
  return said.length === 0 ? byRule : sql`case ${sql.join(said, sql` `)} else ${byRule} end`;
}

function ruleMembership(
  segment: SegmentRow,
  rules: ComputeEnvironment["rules"],
  env: ComputeEnvironment["env"],
): RawBuilder<unknown> {
  if (segment.rule === null) return sql`false`;
  const checked = checkStoredRule(rules, segment.rule);
  // A rule that names what is no more must not empty its segment: members stay until it is mended.
  if ("problems" in checked) return sql`coalesce(${sql.id("r_d", membershipColumn(segment.slug))}, false)`;
  return sql`coalesce(${ruleExpression(checked.rule, env)}, false)`;
}
