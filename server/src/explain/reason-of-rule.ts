import type { Reason } from "@perennial/contract";
import {
  type DescribeOptions,
  type Env,
  type Explanation,
  explainRule,
  type PlainRecord,
  type Rule,
} from "@perennial/rules";

/** A rule judged for one record, as a tree of reasons. */
export function reasonOfRule(
  rule: Rule,
  record: PlainRecord,
  env: Env,
  options: DescribeOptions = {},
): Reason {
  return reasonOf(explainRule(rule, record, env, options), options);
}

function reasonOf(explanation: Explanation, options: DescribeOptions): Reason {
  const { path, description, result, asked, id, children } = explanation;
  const { seen: found } = explanation;
  // Ids of people and records are shown by their names.
  const seen = typeof found === "string" ? (options.nameOf?.("teammate", found) ?? found) : found;
  return {
    label: description.charAt(0).toUpperCase() + description.slice(1),
    result,
    path,
    ...(seen === undefined ? {} : { seen }),
    ...(asked === undefined ? {} : { asked }),
    ...(id === undefined ? {} : { id }),
    ...(children === undefined ? {} : { children: children.map((child) => reasonOf(child, options)) }),
  };
}
