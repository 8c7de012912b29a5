import { describe, expect, test } from "vitest";
import { caseCatalog, caseEnv, ruleCases } from "./cases/index.ts";
import refused from "./cases/refused.json" with { type: "json" };
import { checkRule, describeRule, evaluateRule, explainRule, parseRule, ruleJson } from "./index.ts";

describe("cases in memory", () => {
  test.each(ruleCases)("$why", ({ rule, record, expected }) => {
    const parsed = parseRule(rule, caseCatalog, "account");
    expect(evaluateRule(parsed, record, caseEnv)).toBe(expected);
    expect(explainRule(parsed, record, caseEnv).result).toBe(expected);
    expect(describeRule(parsed).length).toBeGreaterThan(3);
    expect(ruleJson.safeParse(rule).success).toBe(true);
  });
});

describe("refused rules", () => {
  test.each(refused)("$path $message", ({ rule, path, message }) => {
    const checked = checkRule(rule, caseCatalog, "account");
    const problems = "problems" in checked ? checked.problems : [];
    expect(problems.map((problem) => problem.path)).toContain(path);
    expect(problems.find((problem) => problem.path === path)?.message).toContain(message);
  });
});
