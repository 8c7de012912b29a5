import { expect, test } from "vitest";
import { conditionOf } from "./condition.ts";

const threshold = { subject: "metric:events_30d.changePct", op: "at-most" as const, value: -30 };
const ours = { not: { subject: "lifecycle", op: "is-any-of", value: ["churned", "ignored"] } };

test("a threshold without zones is one comparison", () => {
  expect(conditionOf({ rule: null, threshold, zones: [] })).toEqual({ all: [ours, threshold] });
});

test("the first zone that holds the account decides, and one without a value is never raised", () => {
  const zones = [
    { segment: "tier_i", value: -15 },
    { segment: "onboarding", value: null },
  ];
  expect(conditionOf({ rule: null, threshold, zones })).toEqual({
    all: [
      ours,
      {
        any: [
          {
            all: [
              { subject: "segment:tier_i", op: "is-in" },
              { ...threshold, value: -15 },
            ],
          },
          {
            all: [
              { not: { subject: "segment:tier_i", op: "is-in" } },
              { not: { subject: "segment:onboarding", op: "is-in" } },
              threshold,
            ],
          },
        ],
      },
    ],
  });
});

test("without a threshold a zone leaves its segment out", () => {
  const rule = { subject: "keyRole:csm", op: "is-empty" };
  expect(conditionOf({ rule, threshold: null, zones: [{ segment: "low_touch", value: null }] })).toEqual({
    all: [ours, rule, { not: { subject: "segment:low_touch", op: "is-in" } }],
  });
});
