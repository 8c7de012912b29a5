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
  return reasonOf(explainRule(rule, record, env, options));
}

function reasonOf({ path, description, result, seen, asked, id, children }: Explanation): Reason {
  return {
    label: description.charAt(0).toUpperCase() + description.slice(1),
    result,
    path,
    ...(seen === undefined ? {} : { seen }),
    ...(asked === undefined ? {} : { asked }),
    ...(id === undefined ? {} : { id }),
    ...(children === undefined ? {} : { children: children.map(reasonOf) }),
  };
}
