import { expect, test } from "vitest";
import { churnRule, closedRule, drillRule } from "./drill-rule.ts";

const span = { from: "2026-01-01", to: "2026-12-31" };
/** Two ratings of a company that count in no forecast, and one without a likelihood. */
const otherRatings = [
  { slug: "omitted", isForecast: false },
  { slug: "parked", isForecast: false },
  { slug: "unsure", isForecast: true },
];
const closed = [
  { subject: "outcome", op: "is-set" },
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

test("closed renewals by how they came to their outcome: lost, by themselves, and by when they were ordered", () => {
  const lost = { subject: "outcome", op: "is", value: "churned" };
  const won = { subject: "outcome", op: "is-not", value: "churned" };
  const byThemselves = (value: boolean) => ({ subject: "isAutoRenewed", op: "is", value });
  const of = (how: Parameters<typeof closedRule>[3]) => closedRule(span, "ownerId", undefined, how);
  expect(of("lost")).toEqual({ all: [...closed, lost] });
  expect(of("auto")).toEqual({ all: [...closed, won, byThemselves(true)] });
  expect(of("onTime")).toEqual({
    all: [...closed, won, byThemselves(false), { subject: "timing", op: "is", value: "on-time" }],
  });
});

test("what contributes to churn is what was lost and what is expected to be", () => {
  const row = { level: "group", group: "price" } as never;
  expect(churnRule(span, row, "rootCause")).toMatchObject({
    all: [
      { all: [{ subject: "dueOn" }, { subject: "rootCause", op: "is", value: "price" }] },
      { any: [{ subject: "outcome", value: "churned" }, {}] },
    ],
  });
  expect(churnRule(span, row, "product")).toMatchObject({
    all: [{ all: [{}, { subject: "mainProduct", op: "is", value: "price" }] }, {}],
  });
});

test("an indicator that stood in the reach of the period, and no indicator at all", () => {
  const of = (group: string | null) => churnRule(span, { level: "group", group } as never, "indicator");
  const stood = [
    { subject: "polarity", op: "is", value: "risk" },
    { subject: "raisedAt", op: "on-or-before", value: "2026-12-31" },
    { any: [{ op: "is-empty" }, { subject: "settledAt", op: "on-or-after", value: "2025-07-05" }] },
  ];
  expect(of("no-login")).toMatchObject({
    all: [
      {
        all: [
          {},
          {
            related: "account",
            where: {
              related: "indicators",
              where: { all: [{ subject: "definition", value: "no-login" }, ...stood] },
            },
          },
        ],
      },
      {},
    ],
  });
  expect(of(null)).toMatchObject({
    all: [{ all: [{}, { where: { quantifier: { kind: "none" }, where: { all: stood } } }] }, {}],
  });
});

test("those in no segment are in none of those shown", () => {
  const rows = [{ group: null }, { group: "key" }];
  expect(
    drillRule(
      { ...span, rows, otherRatings },
      { level: "group", group: null } as never,
      undefined,
      "segment",
    ),
  ).toMatchObject({
    all: [
      {},
      { related: "account", where: { not: { any: [{ subject: "segment:key", op: "is-in" }] } } },
      // What is omitted is not due; what has no rating is.
      {
        any: [
          { op: "is-set" },
          {
            any: [
              { subject: "rating", op: "is-empty" },
              { op: "is-none-of", value: ["omitted", "parked"] },
            ],
          },
        ],
      },
    ],
  });
});

test("a renewal without a rating can miss a forecast", () => {
  expect(drillRule({ ...span, otherRatings }, undefined, "missing", "hierarchy")).toEqual({
    all: [
      { subject: "dueOn", op: "between", value: span },
      { subject: "outcome", op: "is-empty" },
      { subject: "forecastArr", op: "is-empty" },
      {
        any: [
          { subject: "rating", op: "is-empty" },
          { subject: "rating", op: "is-none-of", value: ["omitted", "parked"] },
        ],
      },
    ],
  });
});

test("what is left out and what is unrated follow the ratings of the company", () => {
  const part = (category: string, others = otherRatings) =>
    drillRule({ ...span, otherRatings: others }, undefined, category, "hierarchy");
  const open = { subject: "outcome", op: "is-empty" };
  expect(part("omitted")).toMatchObject({
    all: [{}, open, { op: "is-any-of", value: ["omitted", "parked"] }],
  });
  expect(part("unrated")).toMatchObject({
    all: [{}, open, { any: [{ op: "is-empty" }, { op: "is-any-of", value: ["unsure"] }] }],
  });
  expect(part("missing", [])).toMatchObject({ all: [{}, open, { subject: "forecastArr" }] });
});
