import { type Catalog, checkRule, evaluateRule, type Rule, type RuleJson } from "@perennial/rules";
import { describe, expect, it } from "vitest";
import { groupOf, memberPath, ruleOf } from "./group.ts";

const catalog: Catalog = {
  objects: [{ slug: "account", label: "account", fields: [{ slug: "n", label: "N", type: "number" }] }],
};
const is = (value: number): RuleJson => ({ subject: "n", op: "at-least", value });
const env = { now: "2026-11-23T09:00:00Z", today: "2026-11-23", timeZone: "UTC" };

function answers(json: RuleJson): unknown[] {
  const checked = checkRule(json, catalog, "account") as { rule: Rule };
  return [null, 1, 2, 3].map((n) => evaluateRule(checked.rule, { n }, env));
}

describe("rules as groups", () => {
  it.each([
    { all: [is(1), is(2)] },
    { any: [is(1), is(3)] },
    { not: is(2) },
    { not: { any: [is(2), is(3)] } },
    { not: { all: [is(1), is(2)] } },
    { not: { not: is(2) } },
  ] satisfies RuleJson[])("mean the same when they are written back: %j", (rule) => {
    const group = groupOf(rule);
    expect(group).toBeDefined();
    if (group) expect(answers(ruleOf(group))).toEqual(answers(rule));
  });

  it.each([
    [{ all: [is(1), { subject: "x", op: "is" }] }, 1],
    [{ not: { any: [{ subject: "x", op: "is" }] } }, 0],
    [{ not: { subject: "x", op: "is" } }, 0],
    [{ not: { not: { subject: "x", op: "is" } } }, 0],
  ] satisfies [RuleJson, number][])(
    "know where their members stand, as problems name it: %j",
    (rule, index) => {
      const checked = checkRule(rule, catalog, "account");
      const problem = "problems" in checked ? checked.problems[0] : undefined;
      expect(problem?.path.startsWith(memberPath(rule, "", index))).toBe(true);
    },
  );
});
