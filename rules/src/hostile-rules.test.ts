import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { caseCatalog, caseEnv } from "./cases/index.ts";
import {
  checkRule,
  compileRule,
  evaluateRule,
  limits,
  type ObjectCatalog,
  parseRule,
  quoted,
  quotedTable,
  RuleRefused,
  ruleJson,
} from "./index.ts";

const problemsOf = (json: unknown, object = "account") => {
  const checked = checkRule(json, caseCatalog, object);
  return "problems" in checked ? checked.problems : [];
};

function nested(depth: number): unknown {
  let rule: unknown = { subject: "name", op: "is-set" };
  for (let level = 1; level < depth; level++) rule = { not: rule };
  return rule;
}

describe("limits", () => {
  test("a rule may be as deep as the limit, and no deeper", () => {
    expect(problemsOf(nested(limits.depth))).toEqual([]);
    expect(problemsOf(nested(limits.depth + 1))).toEqual([
      { path: "not.not.not.not.not.not.not.not.not.not.not.not", message: "Nest at most 12 groups." },
    ]);
  });

  test("a tree of a hundred thousand levels is refused without being walked", () => {
    expect(problemsOf(nested(100_000))).toHaveLength(1);
    expect(ruleJson.safeParse(nested(100_000)).success).toBe(false);
    expect(ruleJson.safeParse(nested(limits.depth)).success).toBe(true);
  });

  test("a rule may have as many nodes as the limit, and no more", () => {
    const members = (count: number) =>
      Array.from({ length: count }, () => ({ subject: "name", op: "is-set" }));
    expect(problemsOf({ all: members(limits.nodes - 1) })).toEqual([]);
    expect(problemsOf({ all: members(100_000) })).toEqual([
      { path: "all[499]", message: "Use at most 500 groups and conditions." },
    ]);
  });

  test("lists, texts and problems are bounded", () => {
    const list = (length: number, item: unknown) => ({
      subject: "name",
      op: "is-one-of",
      value: Array(length).fill(item),
    });
    expect(problemsOf(list(limits.listLength, "x"))).toEqual([]);
    expect(problemsOf(list(limits.listLength + 1, "x"))[0]?.message).toContain("at most 1000");
    expect(problemsOf(list(limits.listLength, 7)).length).toBe(limits.problems);
    expect(problemsOf({ subject: "name", op: "is", value: "x".repeat(limits.textLength + 1) })).toHaveLength(
      1,
    );
  });

  test("related records are asked at most three steps away", () => {
    const loop: ObjectCatalog = {
      slug: "loop",
      label: "loop",
      fields: [],
      relations: [{ slug: "more", label: "more", object: "loop" }],
    };
    const more = { related: "more", where: { related: "more", where: { related: "more" } } };
    expect(checkRule(more, { objects: [loop] }, "loop")).toHaveProperty("rule");
    expect(checkRule({ related: "more", where: more }, { objects: [loop] }, "loop")).toMatchObject({
      problems: [{ path: "where.where.where.related" }],
    });
  });
});

describe("treacherous JSON", () => {
  test.each([
    ['{"__proto__": {"subject": "name"}, "op": "is"}', ""],
    ['{"subject": "name", "op": "is-set", "__proto__": 1}', "__proto__"],
    ['{"subject": "__proto__", "op": "is-set"}', "subject"],
    ['{"subject": "toString", "op": "is-set"}', "subject"],
    ['{"subject": "name", "op": "constructor"}', "op"],
    ['{"related": {"toString": 1}}', "related"],
    ['{"related": "__proto__"}', "related"],
    [
      '{"related": "contacts", "quantifier": {"kind": "any", "__proto__": {"count": 1}}, "extra": 1}',
      "extra",
    ],
    [
      '{"subject": "nextRenewalOn", "op": "in-the-next", "value": {"count": 1, "unit": "constructor"}}',
      "value.unit",
    ],
    ['{"subject": "name", "op": "is", "value": "\\ud800"}', "value"],
    ['{"subject": "name", "op": "is", "value": "a\\u0000"}', "value"],
    ['{"events": "a\\u0000"}', "events"],
    ['{"events": "x", "where": {"subject": "property:\\ud800", "op": "is-set"}}', "where.subject"],
    ['{"subject": "arr", "op": "equals", "value": 1e999}', "value"],
  ])("%s is refused at “%s”", (text, path) => {
    expect(problemsOf(JSON.parse(text)).map((problem) => problem.path)).toEqual([path]);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test("whatever JSON it is given, checking gives a rule or problems", () => {
    const keys = fc.constantFrom(
      "all",
      "any",
      "not",
      "subject",
      "op",
      "value",
      "related",
      "events",
      "where",
      "time",
      "__proto__",
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        fc.constantFrom("name", "is", "contacts", "arr", 1, null, "first", true),
        fc.array(tie("tree"), { maxLength: 3 }),
        fc.dictionary(keys, tie("tree"), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(tree, (json) => {
        const checked = checkRule(json, caseCatalog, "account");
        if ("problems" in checked) expect(checked.problems.length).toBeGreaterThan(0);
        else expect(ruleJson.safeParse(json).success).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  test("an unknown object, and a thrown refusal", () => {
    expect(problemsOf({ all: [] }, "invoice")[0]?.message).toContain("no object “invoice”");
    expect(() => parseRule({ all: [{ subject: "nam", op: "is" }] }, caseCatalog, "account")).toThrow(
      RuleRefused,
    );
    expect(() => parseRule({ all: [{ subject: "nam", op: "is" }] }, caseCatalog, "account")).toThrow(
      "all[0].subject: ",
    );
  });

  test("a record's prototype is not read", () => {
    const rule = parseRule({ subject: "name", op: "is-set" }, caseCatalog, "account");
    expect(evaluateRule(rule, Object.create({ name: "inherited" }), caseEnv)).toBe(false);
  });

  test("a record's value of another type is an error, not an answer", () => {
    const rule = parseRule({ subject: "arr", op: "at-least", value: 1 }, caseCatalog, "account");
    expect(() => evaluateRule(rule, { arr: "many" }, caseEnv)).toThrow(
      "“arr” holds string, which is no currency.",
    );
  });
});

describe("SQL holds no value and no unchecked name", () => {
  test.each(['a"b', "a b", "A", "1a", "", "a;--", "ä", `${"a".repeat(64)}`, "a.b"])(
    "“%s” is no name",
    (name) => {
      expect(() => quoted(name)).toThrow(RangeError);
    },
  );

  test("tables may carry a schema", () => {
    expect(quotedTable("custom.sites")).toBe('"custom"."sites"');
    expect(() => quotedTable("a.b.c")).toThrow(RangeError);
  });

  test("values are bound, wherever they come from", () => {
    const evil = `x'); DROP TABLE account; --"$1`;
    const json = {
      all: [
        { subject: "name", op: "contains", value: evil },
        { subject: "trait:notes", op: "is-one-of", value: [evil] },
        { events: evil, withinDays: 7, where: { subject: `property:${evil}`, op: "is", value: evil } },
        { events: evil, time: "last", op: "after", value: "2026-01-01" },
      ],
    };
    const params: unknown[] = ["already there"];
    const rule = parseRule(json, caseCatalog, "account");
    const { sql } = compileRule(rule, { alias: "a", env: caseEnv, params });
    expect(sql).not.toContain("DROP");
    expect(params[0]).toBe("already there");
    expect(sql.startsWith(`((strpos(lower((nullif("a"."name", '')) COLLATE "C"), $2::text) > 0)`)).toBe(true);
    const placeholders = [...sql.matchAll(/\$(\d+)/g)].map((match) => Number(match[1]));
    expect(new Set(placeholders)).toEqual(new Set(params.slice(1).map((_, index) => index + 2)));
  });

  test("an alias or a column that is no name is refused", () => {
    const rule = parseRule({ subject: "name", op: "is-set" }, caseCatalog, "account");
    expect(() => compileRule(rule, { alias: 'a"; --', env: caseEnv, params: [] })).toThrow(RangeError);
  });
});
