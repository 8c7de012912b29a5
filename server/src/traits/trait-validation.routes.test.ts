import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";

let t: TestApp;
beforeAll(async () => {
  t = await testApp();
});
afterAll(() => t.close());

const define = (body: object) =>
  t.inject({ method: "POST", url: "traits", body: { object: "account", ...body } });
const makeAccount = (body: object) => t.inject({ method: "POST", url: "accounts", body });
const patch = (id: string, traits: object) =>
  t.inject({ method: "PATCH", url: `accounts/${id}`, body: { traits } });

describe("what values must be", () => {
  it("refuses numbers out of range by their digits, and dates", async () => {
    await define({
      slug: "discount",
      name: "Discount",
      type: "number",
      validation: { min: "0", max: "0.3" },
      format: { decimals: 2, unit: "pts" },
    });
    await define({ slug: "went_live", name: "Went live", type: "date", validation: { min: "2020-01-01" } });
    const refused = await makeAccount({
      name: "A",
      traits: { discount: "0.3000000000000000001", went_live: "2019-12-31" },
    });
    expect(refused.status).toBe(400);
    expect(refused.body.fields).toEqual(
      [
        { path: "trait:went_live", message: "Went live must be 2020-01-01 or more" },
        { path: "trait:discount", message: "Discount must be 0.3 or less" },
      ].sort((a, b) => a.path.localeCompare(b.path)),
    );
    expect(
      (await makeAccount({ name: "A", traits: { discount: "0.3", went_live: "2020-01-01" } })).status,
    ).toBe(201);
    const fields = (await t.inject({ url: "objects/account/columns" })).body.items;
    expect(fields.find((field: { slug: string }) => field.slug === "trait:discount").format).toEqual({
      decimals: 2,
      unit: "pts",
    });
  });

  it("holds a pattern over the whole text and a list of allowed values", async () => {
    await define({
      slug: "vat",
      name: "VAT number",
      type: "text",
      validation: { pattern: "DE\\d{9}|AT\\d{8}", patternHint: "is DE and nine digits, or AT and eight" },
    });
    await define({
      slug: "tier_word",
      name: "Tier",
      type: "text",
      validation: { allowed: ["gold", "silver"] },
    });
    const refused = await makeAccount({ name: "B", traits: { vat: "xDE123456789", tier_word: "bronze" } });
    expect(refused.body.fields.map((field: { message: string }) => field.message).sort()).toEqual([
      "Tier “bronze” is not one of: gold, silver",
      "VAT number is DE and nine digits, or AT and eight",
    ]);
    expect((await makeAccount({ name: "B", traits: { vat: "DE123456789", tier_word: "gold" } })).status).toBe(
      201,
    );
  });

  it("needs a value while a rule holds: for new records and when what the rule reads changes, not for other edits", async () => {
    const before = await makeAccount({ name: "Before", industry: "Banking" });
    await define({
      slug: "regulator",
      name: "Regulator",
      type: "text",
      validation: { requiredWhen: { subject: "industry", op: "is", value: "Banking" } },
    });
    const refused = await makeAccount({ name: "C", industry: "Banking" });
    expect(refused.body.fields).toEqual([{ path: "trait:regulator", message: "Regulator is required here" }]);
    const url = `accounts/${before.body.id}`;
    expect((await t.inject({ method: "PATCH", url, body: { name: "Renamed" } })).status).toBe(200);
    const created = await makeAccount({ name: "C", industry: "Banking", traits: { regulator: "BaFin" } });
    expect((await patch(created.body.id, { regulator: null })).status).toBe(400);
    const retail = await makeAccount({ name: "D", industry: "Retail" });
    const moved = {
      method: "PATCH",
      url: `accounts/${retail.body.id}`,
      body: { industry: "Banking" },
    } as const;
    expect((await t.inject(moved)).status).toBe(400);
    const bulk = await t.inject({
      method: "POST",
      url: "accounts/bulk-upsert",
      body: {
        items: [
          { externalId: "e1", name: "E", industry: "Banking" },
          { externalId: "e2", name: "F" },
        ],
      },
    });
    expect(bulk.body).toMatchObject({ created: 1, rejected: 1 });
  });

  it("leaves a value that was there before the validation, until it is changed", async () => {
    const trait = await define({ slug: "seats_sold", name: "Seats sold", type: "number" });
    const account = await makeAccount({ name: "Old", traits: { seats_sold: 5000 } });
    const url = `traits/${trait.body.id}`;
    await t.inject({ method: "PATCH", url, body: { validation: { max: "100" } } });
    expect((await patch(account.body.id, { seats_sold: 5000 })).status).toBe(200);
    expect((await patch(account.body.id, { seats_sold: 4999 })).status).toBe(400);
    expect((await patch(account.body.id, { seats_sold: null })).status).toBe(200);
  });
});

describe("definitions that contradict themselves", () => {
  it.each([
    ["a range of text", { type: "text", validation: { min: "1" } }, "validation.min"],
    ["a bound of another type", { type: "number", validation: { min: "many" } }, "validation.min"],
    ["an empty range", { type: "number", validation: { min: "10", max: "9" } }, "validation.max"],
    ["a pattern that cannot be read", { type: "text", validation: { pattern: "(" } }, "validation.pattern"],
    ["a back-reference", { type: "text", validation: { pattern: "(a)\\1" } }, "validation.pattern"],
    ["a pattern of numbers", { type: "number", validation: { pattern: "1" } }, "validation.pattern"],
    [
      "a rule about other records",
      {
        type: "text",
        validation: { requiredWhen: { any: "contacts", where: { subject: "name", op: "is", value: "x" } } },
      },
      "validation.requiredWhen",
    ],
    [
      "an unknown field",
      { type: "text", validation: { requiredWhen: { subject: "no", op: "is", value: "x" } } },
      "subject",
    ],
    ["decimals of text", { type: "text", format: { decimals: 2 } }, "format"],
  ])("refuses %s", async (name, body, path) => {
    const refused = await define({ slug: "wrong", name, ...body });
    expect(refused.status).toBe(400);
    expect(refused.body.fields[0].path).toBe(path);
  });

  it.each(["Drop Table", "1st", "naïve", 'a"b', "x".repeat(41), ""])(
    "refuses the slug “%s”",
    async (slug) => {
      expect((await define({ slug, name: "Hostile", type: "text" })).status).toBe(400);
    },
  );

  it("takes a reserved word and the longest slug, and uses them", async () => {
    for (const slug of ["select", "y".repeat(40)]) {
      expect((await define({ slug, name: `Trait ${slug}`, type: "text" })).status).toBe(201);
      const account = await makeAccount({ name: slug, traits: { [slug]: "yes" } });
      expect(account.body.traits[slug]).toBe("yes");
      const filter = JSON.stringify({ subject: `trait:${slug}`, op: "is", value: "yes" });
      const listed = await t.inject({ url: `accounts?filter=${encodeURIComponent(filter)}` });
      expect(listed.body.items).toHaveLength(1);
    }
  });
});

it("of two people who define the same trait at once, one is told that it is there", async () => {
  const both = await Promise.all([1, 2].map(() => define({ slug: "twice", name: "Twice", type: "text" })));
  expect(both.map((answer) => answer.status).sort()).toEqual([201, 409]);
});

it("arranges traits in groups, archives first, then removes the column and frees the slug", async () => {
  const object = "organization";
  const ids: string[] = [];
  for (const slug of ["one", "two", "three"]) {
    ids.push((await define({ object, slug, name: slug, type: "text" })).body.id);
  }
  const [one, two, three] = ids;
  const arranged = await t.inject({
    method: "PUT",
    url: "traits/arrangement",
    body: {
      object,
      traits: [
        { id: three, group: "Legal" },
        { id: one, group: "Legal" },
      ],
    },
  });
  const order = arranged.body.items.map((trait: { slug: string; group: string }) => [
    trait.slug,
    trait.group,
  ]);
  expect(order).toEqual([
    ["three", "Legal"],
    ["one", "Legal"],
    ["two", "General"],
  ]);
  const remove = () => t.inject({ method: "POST", url: `traits/${two}/removal` });
  expect((await remove()).status).toBe(409);
  await t.inject({ method: "DELETE", url: `traits/${two}` });
  expect((await remove()).status).toBe(200);
  expect((await t.inject({ url: `traits/${two}` })).status).toBe(404);
  const again = await define({ object, slug: "two", name: "Two again", type: "number" });
  expect(again.status).toBe(201);
});

it("refuses to archive a trait that another one's requirement asks about", async () => {
  const asked = await define({ slug: "asked", name: "Asked", type: "boolean" });
  const validation = { requiredWhen: { all: [{ subject: "trait:asked", op: "is", value: true }] } };
  await define({ slug: "asking", name: "Asking", type: "text", validation });
  const refused = await t.inject({ method: "DELETE", url: `traits/${asked.body.id}` });
  expect(refused.status).toBe(409);
  expect(refused.body.detail).toContain("“Asking”");
});
