import type { Env, Catalog as RuleCatalog } from "@perennial/rules";
import { type RawBuilder, sql } from "kysely";
import { ruleExpression } from "../objects/index.ts";
import { placeOf } from "./segment-object.ts";
import { checkStoredRule } from "./segment-rule.ts";
import { type LinkKind, linkOrder, type SegmentRow } from "./segments.sql.ts";

/**
 * Whether `r` is in the segment: what was said by hand, strongest first, else the rule; a rule that is unknown of a record
 * does not hold it.
 * @param asBefore whether it was a member so far, for rules that name what is no more: they must not empty their segment
 */
export function membership(
  segment: SegmentRow,
  links: readonly LinkKind[],
  { rules, env }: { rules: RuleCatalog; env: Env },
  asBefore: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const byRule = ruleMembership(segment, rules, env, asBefore);
  const { table, key } = placeOf(segment.object).links;
  const said = linkOrder
    .flatMap((source) => links.filter((link) => link.source === source))
    .map(
      ({ source, isMember }) => sql`
      when exists (select from ${sql.table(table)} l
                    where ${sql.id("l", key)} = r.id and l.segment_id = ${segment.id}::uuid
                      and l.source = ${sql.lit(source)} and l.is_member = ${sql.lit(isMember)}) then ${sql.lit(isMember)}`,
    );
  return said.length === 0 ? byRule : sql`case ${sql.join(said, sql` `)} else ${byRule} end`;
}

function ruleMembership(
  segment: SegmentRow,
  rules: RuleCatalog,
  env: Env,
  asBefore: RawBuilder<unknown>,
): RawBuilder<unknown> {
  if (segment.rule === null) return sql`false`;
  const checked = checkStoredRule(rules, segment.rule, segment.object);
  if ("problems" in checked) return asBefore;
  return sql`coalesce(${ruleExpression(checked.rule, env)}, false)`;
}
