import { expect, test } from "vitest";
import { churnRule, closedRule } from "./drill-rule.ts";

const span = { from: "2026-01-01", to: "2026-12-31" };
const closed = [
  { subject: "outcome", op: "is-not-empty" },
  { subject: "dueOn", op: "between", value: span },
];

test("closed renewals of a quarter, an owner, nobody, and of all", () => {
  expect(closedRule(span, "quarter", "2026-Q2")).toEqual({
    all: [...closed, { subject: "dueOn", op: "between", value: { from: "2026-04-01", to: "2026-06-30" } }],
  });
  expect(closedRule(span, "ownerId", "x")).toMatchObject({
    all: [{}, {}, { subject: "ownerId", op: "is-any-of", value: ["x"] }],
  });
  expect(closedRule(span, "ownerId", null)).toMatchObject({
    all: [{}, {}, { subject: "ownerId", op: "is-empty" }],
  });
  expect(closedRule(span, "ownerId")).toEqual({ all: closed });
});

test("what contributes to churn is what was lost and what is expected to be; products have no rule", () => {
  const row = { level: "group", group: "price" } as never;
  expect(churnRule(span, row, "rootCause")).toMatchObject({
    all: [
      { all: [{ subject: "dueOn" }, { subject: "rootCause", op: "is", value: "price" }] },
      { any: [{ subject: "outcome", value: "churned" }, {}] },
    ],
  });
  expect(churnRule(span, row, "product")).toBeNull();
});
