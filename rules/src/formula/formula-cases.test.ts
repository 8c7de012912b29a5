import { describe, expect, test } from "vitest";
import { caseCatalog, caseEnv, formulaCases } from "../cases/index.ts";
import refused from "../cases/refused-formula.json" with { type: "json" };
import { checkFormula, evaluateFormula, explainFormula, parseFormula, plainValue } from "./index.ts";

describe("formula cases in memory", () => {
  test.each(formulaCases)("$why", ({ formula, record, expected }) => {
    const parsed = parseFormula(formula, caseCatalog, "account");
    expect(plainValue(evaluateFormula(parsed, record, caseEnv))).toEqual(expected);
    expect(explainFormula(parsed, record, caseEnv).value).toEqual(expected);
  });
});

describe("refused formulas", () => {
  test.each(refused)("$formula", ({ formula, from, to, message }) => {
    const checked = checkFormula(formula, caseCatalog, "account");
    const problems = "problems" in checked ? checked.problems : [];
    expect(problems[0]?.message).toContain(message);
    expect(problems[0]).toMatchObject({ from, to });
    expect(problems).toHaveLength(1);
  });
});

test("hostile formulas are refused, never thrown", () => {
  const hostile = [
    "(".repeat(5_000),
    `${"(".repeat(200)}1${")".repeat(200)}`,
    "-".repeat(3_000),
    "not ".repeat(900),
    Array.from({ length: 900 }, () => "1").join("+"),
    "1".repeat(60),
    "\u0000",
    '"\u0000"',
    "`x`.`y`",
    "count(".repeat(60),
    "sum(contacts, count(tickets, count(tickets)))",
    "toString",
    "constructor()",
    "__proto__",
    "x".repeat(10_000),
  ];
  for (const text of hostile) {
    const checked = checkFormula(text, caseCatalog, "account");
    expect("problems" in checked, text.slice(0, 40)).toBe(true);
  }
});
