import { describe, expect, test } from "vitest";
import { caseCatalog, caseEnv } from "./cases/index.ts";
import {
  clockDependence,
  compileRule,
  describeRule,
  explainRule,
  fieldTypes,
  joinsSql,
  operators,
  operatorsFor,
  parseRule,
  type RuleJson,
  subjectsOf,
} from "./index.ts";

const parsed = (json: RuleJson) => parseRule(json, caseCatalog, "account");

describe("a rule describes itself", () => {
  test.each<[RuleJson, string]>([
    [{ all: [] }, "Anything"],
    [{ subject: "arr", op: "at-least", value: "1240000.50" }, "ARR is at least 1,240,000.50"],
    [{ subject: "trait:plan", op: "is-any-of", value: ["gold", "free"] }, "Plan is any of Gold, Free"],
    [{ subject: "segment:at-risk", op: "is-not-in" }, "Is not in At risk"],
    [
      { subject: "nextRenewalOn", op: "more-than-ago", value: { count: 1, unit: "weeks" } },
      "Next renewal is more than 1 week ago",
    ],
    [
      { subject: "nextRenewalOn", op: "in-period", value: { which: "next", period: "fiscal-quarter" } },
      "Next renewal is in next fiscal quarter",
    ],
    [
      {
        all: [
          { subject: "name", op: "contains", value: "inc" },
          {
            any: [
              { subject: "arr", op: "is-empty" },
              { not: { subject: "trait:sso", op: "is", value: true } },
            ],
          },
        ],
      },
      "Name contains “inc” and (ARR is empty or not (SSO is yes))",
    ],
    [
      {
        related: "contacts",
        quantifier: { kind: "at-least", count: 2 },
        where: { subject: "title", op: "contains", value: "VP" },
      },
      "At least 2 contacts where Title contains “VP”",
    ],
    [
      { events: "Logged in", count: { op: "at-least", value: 3 }, withinDays: 30 },
      "“Logged in” happened at least 3 times in the last 30 days",
    ],
    [
      { events: "Logged in", count: { op: "at-most", value: 0 }, withinDays: 14 },
      "“Logged in” did not happen in the last 14 days",
    ],
    [
      { not: { events: "Logged in", withinHours: 1 } },
      "Not (“Logged in” happened at least 1 time in the last 1 hour)",
    ],
    [
      { subject: "lastSeenAt", op: "more-than-ago", value: { count: 48, unit: "hours" } },
      "Last seen is more than 48 hours ago",
    ],
    [{ subject: "segment:at-risk", op: "is-in", forHours: 4 }, "Is in At risk for at least 4 hours"],
    [
      { events: "Logged in", time: "last", op: "before", value: "2026-01-01" },
      "The last “Logged in” is before 2026-01-01",
    ],
  ])("%j", (json, sentence) => expect(describeRule(parsed(json))).toBe(sentence));

  test("names of teammates are asked for", () => {
    const rule = parsed({
      subject: "keyRole:csm",
      op: "is-any-of",
      value: ["018f0000-0000-7000-8000-00000000000a"],
    });
    expect(describeRule(rule, { nameOf: (type) => (type === "teammate" ? "Ada" : undefined) })).toBe(
      "CSM is any of Ada",
    );
  });
});

test("a rule explains itself for a record", () => {
  const rule = parsed({
    all: [
      { subject: "arr", op: "at-least", value: 100 },
      { related: "contacts", where: { subject: "title", op: "is", value: "CTO" } },
      { not: { events: "Logged in", count: { op: "at-least", value: 2 }, withinDays: 7 } },
    ],
  });
  const record = {
    contacts: [{ id: "c1", title: "CEO" }, { id: "c2", title: "CTO" }, { id: "c3" }],
    events: [{ name: "Logged in", day: "2026-11-20" }],
  };
  expect(explainRule(rule, record, caseEnv)).toMatchObject({
    path: "",
    kind: "all",
    result: null,
    children: [
      { path: "all[0]", description: "ARR is at least 100", seen: null, asked: 100, result: null },
      {
        path: "all[1]",
        result: true,
        seen: 1,
        asked: { kind: "any" },
        children: [
          { path: "all[1].where", id: "c2", seen: "CTO", result: true },
          { id: "c1", seen: "CEO", result: false },
          { id: "c3", seen: null, result: null },
        ],
      },
      {
        path: "all[2]",
        kind: "not",
        result: true,
        children: [{ path: "all[2].not", seen: 1, asked: { op: "at-least", value: 2 } }],
      },
    ],
  });
});

test("a rule tells what it looks at, each once", () => {
  const rule = parsed({
    any: [
      { subject: "arr", op: "is-set" },
      { not: { subject: "arr", op: "at-least", value: 1 } },
      {
        related: "contacts",
        where: { related: "tickets", where: { subject: "status", op: "is", value: "open" } },
      },
      { events: "Logged in", where: { subject: "property:plan", op: "is-set" } },
    ],
  });
  expect(subjectsOf(rule)).toEqual([
    { kind: "field", object: "account", slug: "arr" },
    { kind: "relation", object: "account", slug: "contacts" },
    { kind: "relation", object: "contact", slug: "tickets" },
    { kind: "field", object: "ticket", slug: "status" },
    { kind: "event", object: "account", name: "Logged in" },
  ]);
});

describe("whether the clock alone can change a rule", () => {
  const seen: RuleJson = { subject: "lastSeenAt", op: "more-than-ago", value: { count: 4, unit: "hours" } };
  const due: RuleJson = { subject: "dueOn", op: "in-the-next", value: { count: 90, unit: "days" } };
  test.each<[RuleJson, "never" | "daily" | "hourly"]>([
    [{ subject: "nextRenewalOn", op: "on", value: "2026-11-23" }, "never"],
    [{ subject: "nextRenewalOn", op: "is-set" }, "never"],
    [{ subject: "nextRenewalOn", op: "anniversary-within", value: { days: 7 } }, "daily"],
    [{ all: [{ not: { related: "renewals", where: due } }] }, "daily"],
    [{ subject: "metric:utilisation", op: "at-least", value: 1 }, "daily"],
    [{ events: "Logged in" }, "never"],
    [{ events: "Logged in", withinDays: 7 }, "daily"],
    [{ events: "Logged in", time: "last", op: "in-the-last", value: { count: 1, unit: "days" } }, "daily"],
    [{ subject: "segment:at-risk", op: "is-in", forDays: 2 }, "daily"],
    [{ events: "Logged in", time: "last", op: "in-the-last", value: { count: 1, unit: "hours" } }, "hourly"],
    [
      {
        any: [
          { events: "Logged in", withinDays: 7 },
          { events: "Logged in", withinHours: 7 },
        ],
      },
      "hourly",
    ],
    [{ subject: "segment:at-risk", op: "is-in", forHours: 2 }, "hourly"],
    [{ not: { related: "contacts", where: { not: seen } } }, "hourly"],
  ])("%j: %s", (json, expected) => expect(clockDependence(parsed(json))).toBe(expected));
});

describe("operators", () => {
  test("an id stands for one operator per type, and every type can be asked", () => {
    for (const type of fieldTypes) {
      const ids = operatorsFor({ type, hasHistory: true, baselines: {} }).map((each) => each.id);
      expect(new Set(ids).size, type).toBe(ids.length);
      expect(ids.length, type).toBeGreaterThanOrEqual(2);
    }
  });

  test("the editor shows an input exactly where a value is taken", () => {
    for (const each of operators) expect(each.editor === "none", each.id).toBe(each.value === undefined);
  });
});

describe("SQL", () => {
  test("joins only the tables it needs, and correlates by account", () => {
    const params: unknown[] = [];
    const rule = parsed({
      all: [
        { subject: "arr", op: "at-least", value: 5 },
        {
          related: "contacts",
          quantifier: { kind: "none" },
          where: { subject: "trait:nps", op: "less-than", value: 7 },
        },
      ],
    });
    const { sql, tables } = compileRule(rule, { alias: "a", env: caseEnv, params });
    expect(sql).toBe(
      `(("a_values"."arr" >= $1::numeric) AND (NOT EXISTS (SELECT 1 FROM "contact" "rule_1"` +
        ` LEFT JOIN "contact_value" "rule_1_values" ON "rule_1"."account_id" = "rule_1_values"."account_id"` +
        ` AND "rule_1"."id" = "rule_1_values"."contact_id"` +
        ` WHERE "a"."id" = "rule_1"."account_id" AND ("rule_1"."archived_at" IS NULL)` +
        ` AND ("rule_1_values"."nps" < $2::numeric))))`,
    );
    expect(params).toEqual(["5", "7"]);
    expect(joinsSql(rule.object, "a", tables)).toBe(
      ` LEFT JOIN "account_value" "a_values" ON "a"."id" = "a_values"."account_id"`,
    );
  });

  test("counts events by day, unless their properties are asked", () => {
    const params: unknown[] = [];
    const daily = compileRule(parsed({ events: "Logged in", withinDays: 30 }), {
      alias: "a",
      env: caseEnv,
      params,
    });
    expect(daily.sql).toContain('"event_day"');
    expect(params).toEqual(["Logged in", "2026-10-25", "2026-11-24", 1]);
    const where = { subject: "property:plan", op: "is-set" };
    const raw = compileRule(parsed({ events: "Logged in", where }), { alias: "a", env: caseEnv, params: [] });
    expect(raw.sql).not.toContain('"event_day"');
  });
});
