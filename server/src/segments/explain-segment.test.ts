import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { drainEngine } from "../engine/index.ts";

let t: TestApp;
const ids = new Map<string, string>();
beforeAll(async () => {
  t = await testApp();
  const accounts = [
    { name: "Empty" },
    {
      name: "Small",
      plan: "Scale",
      employeeCount: 12,
      domains: ["small.example"],
      customerSince: "2025-11-24",
    },
    { name: "Big", plan: "Enterprise", employeeCount: 4_000, tier: "A", customerSince: "2026-11-01" },
    { name: "Ends", plan: "Scale", employeeCount: 50, tier: "B", touchModel: "high", currency: "USD" },
  ];
  for (const body of accounts) {
    const answer = await t.inject({ method: "POST", url: "accounts", body });
    ids.set(body.name, answer.body.id);
  }
  const tickets = [
    { account: ids.get("Small"), openedAt: "2026-11-01T10:00:00Z", priority: "urgent", subject: "Down" },
    { account: ids.get("Small"), openedAt: "2026-06-01T10:00:00Z", priority: "low", status: "solved" },
    { account: ids.get("Big"), openedAt: "2026-10-01T10:00:00Z", priority: "high" },
  ];
  for (const body of tickets) {
    expect((await t.inject({ method: "POST", url: "tickets", body })).status).toBe(201);
  }
  const contacts = [
    { name: "Ada", email: "ada@small.example", account: ids.get("Small"), stakeholderRole: "champion" },
    { name: "Bo", email: "bo@big.example", account: ids.get("Big") },
  ];
  for (const body of contacts) {
    expect((await t.inject({ method: "POST", url: "contacts", body })).status).toBe(201);
  }
});
afterAll(() => t.close());

const urgent = { subject: "priority", op: "is-any-of", value: ["urgent"] };
const rules: unknown[] = [
  { subject: "plan", op: "is", value: "scale" },
  { subject: "plan", op: "is-empty" },
  { not: { subject: "employeeCount", op: "at-least", value: 50 } },
  { subject: "employeeCount", op: "between", value: { from: 12, to: 50 } },
  { subject: "domains", op: "has-any", value: ["small.example"] },
  { subject: "customerSince", op: "anniversary-within", value: { days: 3 } },
  { subject: "customerSince", op: "in-period", value: { which: "this", period: "month" } },
  { subject: "tier", op: "is-none-of", value: ["A"] },
  { subject: "createdAt", op: "on", value: "2026-11-23" },
  {
    any: [
      { subject: "tier", op: "is", value: "B" },
      { subject: "employeeCount", op: "greater-than", value: 1000 },
    ],
  },
  { related: "tickets", quantifier: { kind: "any" }, where: urgent },
  { related: "tickets", quantifier: { kind: "none" } },
  { related: "tickets", quantifier: { kind: "all" }, where: { not: urgent } },
  { related: "tickets", quantifier: { kind: "at-least", count: 2 } },
  {
    related: "contacts",
    quantifier: { kind: "exactly", count: 1 },
    where: { subject: "email", op: "contains", value: "small" },
  },
  { subject: "segment:parity_0", op: "is-in" },
  { all: [] },
];

type Node = { label: string; result?: boolean | null; seen?: unknown; children?: Node[] };

describe("the explanation of a segment", () => {
  it("comes to the same answer as the segment itself, for every account and kind of condition", async () => {
    for (const [index, rule] of rules.entries()) {
      const body = { slug: `parity_${index}`, name: `Parity ${index}`, rule };
      const made = await t.inject({ method: "POST", url: "segments", body });
      expect(made.status, JSON.stringify(made.body.fields ?? "")).toBe(201);
    }
    await drainEngine(t.app);
    const found = new Set<string>();
    for (const [name, id] of ids) {
      const { body: account } = await t.inject({ url: `accounts/${id}` });
      for (const [index, rule] of rules.entries()) {
        const { status, body } = await t.inject({ url: `accounts/${id}/explain?of=segment:parity_${index}` });
        expect(status).toBe(200);
        const isMember = account.segments.includes(`parity_${index}`);
        expect(body.value, `${name}: ${JSON.stringify(rule)}`).toBe(isMember);
        found.add(`${index} ${isMember}`);
      }
    }
    // Otherwise the comparison would prove little: nearly every rule holds of one account and not of another.
    expect(found.size).toBeGreaterThan(rules.length * 1.7);
  });

  it("shows what was seen and what was asked, down to the related record", async () => {
    const { body } = await t.inject({ url: `accounts/${ids.get("Small")}/explain?of=segment:parity_10` });
    expect(body.summary).toBe("In Parity 10: the rule fits");
    const [rule] = body.reason.children as Node[];
    expect(rule).toMatchObject({ result: true, seen: 1, asked: { kind: "any" } });
    expect(rule?.children?.[0]).toMatchObject({
      label: "Priority is any of Urgent",
      result: true,
      seen: "urgent",
    });
    const missing = await t.inject({ url: `accounts/${ids.get("Empty")}/explain?of=segment:parity_3` });
    expect(missing.body).toMatchObject({
      value: false,
      summary: expect.stringContaining("something is missing"),
    });
    expect(missing.body.reason.children[0]).toMatchObject({ result: null, seen: null });
  });

  it("puts a person's word first", async () => {
    const url = `segments/parity_0/members/${ids.get("Small")}`;
    await t.inject({ method: "DELETE", url: `${url}?reason=Left%20the%20plan`, as: "csm" });
    await drainEngine(t.app);
    const { body } = await t.inject({ url: `accounts/${ids.get("Small")}/explain?of=segment:parity_0` });
    expect(body).toMatchObject({ value: false, summary: "Not in Parity 0: taken out by Test csm" });
    expect(body.reason.children[0].note).toContain("Left the plan");
    expect(body.reason.children[1]).toMatchObject({ result: true });
  });

  it("explains a trait by who set it, and refuses what cannot be explained", async () => {
    const trait = { object: "account", slug: "motto", name: "Motto", type: "text" };
    await t.inject({ method: "POST", url: "traits", body: trait });
    const id = ids.get("Big");
    await t.inject({
      method: "PATCH",
      url: `accounts/${id}`,
      body: { traits: { motto: "Grow" } },
      as: "csm",
    });
    const { body } = await t.inject({ url: `accounts/${id}/explain?of=trait:motto` });
    expect(body).toMatchObject({ value: "Grow", summary: 'Motto: "Grow", set by Test csm' });
    const unknown = await t.inject({ url: `accounts/${id}/explain?of=weather:today` });
    expect(unknown).toMatchObject({ status: 400, body: { fields: [{ path: "of" }] } });
    expect((await t.inject({ url: `accounts/${id}/explain?of=segment:nothing` })).status).toBe(404);
  });
});
