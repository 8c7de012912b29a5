import type { Widget } from "@perennial/contract";
import { expect, test } from "vitest";
import { scoped, scopeRule } from "./dashboard-scope.ts";

test("nothing chosen narrows nothing, and what cannot be narrowed stays", () => {
  expect(scopeRule({}, "renewal")).toBeNull();
  expect(scopeRule({ owner: "me" }, "organization")).toBeNull();
});

test("owner, period and segment are asked of the fields each object has for them", () => {
  expect(scopeRule({ owner: "me", period: "90", segment: "tier_a" }, "renewal")).toEqual({
    all: [
      { subject: "dueOn", op: "in-the-next", value: { count: 90, unit: "days" } },
      { any: [{ subject: "ownerId", op: "is-me" }] },
      { related: "account", quantifier: { kind: "any" }, where: { subject: "segment:tier_a", op: "is-in" } },
    ],
  });
  expect(scopeRule({ segment: "tier_a" }, "account")).toEqual({
    all: [{ subject: "segment:tier_a", op: "is-in" }],
  });
});

test("a widget keeps its own rule, and what it is compared with is narrowed too", () => {
  const own = { subject: "stage", op: "is", value: "planning" };
  const widget: Widget = {
    kind: "metric",
    title: "x",
    object: "renewal",
    measure: { op: "count" },
    filter: own,
    compare: { label: "before", filter: own },
  };
  const rule = scopeRule({ period: "30" }, "renewal");
  expect(scoped(widget, { period: "30" })).toMatchObject({
    filter: { all: [own, rule] },
    compare: { filter: { all: [own, rule] } },
  });
});
