import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../../test/app.ts";
import { drainEngine } from "../../engine/index.ts";
import { systemContext } from "../../kernel/app.ts";
import { healthSlice } from "../index.ts";

let t: TestApp;
let id = "";
beforeAll(async () => {
  t = await testApp();
  id = (await t.inject({ method: "POST", url: "accounts", body: { name: "Imported" } })).body.id;
  for (const openedAt of ["2026-09-01T10:00:00Z", "2026-11-20T10:00:00Z"]) {
    const ticket = { account: id, openedAt, priority: "urgent", subject: "Down" };
    expect((await t.inject({ method: "POST", url: "tickets", body: ticket })).status).toBe(201);
  }
  await drainEngine(t.app);
});
afterAll(() => t.close());

const scores = async () => (await t.inject({ url: `accounts/${id}` })).body.scores;
const ensure = async () => healthSlice.ensureShipped?.(t.app, await systemContext(t.app, "start"));
const version = async (slug: string) => (await t.inject({ url: `health-scores/${slug}` })).body.version;

describe("the shipped scores", () => {
  it("are there from the first start, Overall the primary, without anything that is no more", async () => {
    const { body } = await t.inject({ url: "health-scores" });
    expect(body.items.map((score: { slug: string }) => score.slug)).toEqual([
      "overall",
      "adoption",
      "commercial",
      "customer_value",
      "relationship",
      "support",
    ]);
    expect(body.items.map((score: { isPrimary: boolean }) => score.isPrimary).indexOf(true)).toBe(0);
    expect(body.items.flatMap((score: { problems: unknown[] }) => score.problems)).toEqual([]);
    expect(body.items.every((score: { description: string }) => score.description.length > 50)).toBe(true);
  });

  it("say what they can of what was imported, and withhold the rest", async () => {
    expect(await scores()).toMatchObject({
      support: { value: 14, label: "at_risk" },
      adoption: { value: null, coverage: 0 },
      relationship: { value: null, coverage: 18.8 },
      commercial: { value: 100 },
      customer_value: { value: null },
    });
    // Of 110, 15 at 14 and 10 at 100 have data.
    const expected = (15 * 14 + 10 * 100) / 25;
    expect((await scores()).overall.value).toBeCloseTo(expected, 1);
    expect((await scores()).overall.coverage).toBe(22.7);
  });

  it("explain Overall down to the measures of the scores it looks at", async () => {
    const { body } = await t.inject({ url: `accounts/${id}/explain?of=health:overall` });
    const [group] = body.reason.children;
    const support = group.children.find((part: { label: string }) => part.label === "Support");
    expect(support).toMatchObject({ seen: 14, points: 14 });
    const [own] = support.children;
    expect(own.children.map((part: { label: string }) => part.label)).toContain("No urgent ticket is open");
  });

  it("name their gaps: what lacks data, and what is wanted but not there", async () => {
    const { body } = await t.inject({ url: "health-scores/adoption/gaps" });
    expect(body.items[0]).toMatchObject({
      place: "Adoption › Active days, 30 d",
      accounts: 1,
      accountsWithData: 0,
      advice: expect.stringContaining("Send what contacts do"),
    });
    expect(body.items).toContainEqual(
      expect.objectContaining({
        place: "Adoption › Features adopted, %",
        accountsWithData: 0,
        advice: expect.stringContaining("Define your features"),
      }),
    );
    const commercial = await t.inject({ url: "health-scores/commercial/gaps" });
    expect(commercial.body.items.map((gap: { place: string }) => gap.place)).toEqual([
      "Days of the oldest unpaid bill",
    ]);
  });

  it("grow with what can be measured, and stay as they are once a person changed them", async () => {
    const before = await version("commercial");
    await ensure();
    expect(await version("commercial")).toBe(before);
    const metric = {
      slug: "overdue_payment_days",
      name: "Days of the oldest unpaid bill",
      description: "",
      source: { kind: "given", aggregate: "latest" },
    };
    const made = await t.inject({ method: "POST", url: "metrics", body: metric });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    await ensure();
    expect(await version("commercial")).toBe(before + 1);
    const { body } = await t.inject({ url: "health-scores/support" });
    const model = { ...body.model, minimumCoveragePct: 10 };
    await t.inject({ method: "PATCH", url: "health-scores/support", body: { model } });
    await ensure();
    expect(await version("support")).toBe(2);
  });

  it("stay as they are, and let the company start, where a measure's slug stood for something else before", async () => {
    await sql`
      update health_score_versions v
         set model = jsonb_set(v.model, '{groups,0,measures,0,source}', '{"kind": "field", "field": "employeeCount"}')
        from health_scores s where s.id = v.score_id and s.slug = 'commercial'
    `.execute(t.db);
    const before = await version("commercial");
    await ensure();
    expect(await version("commercial")).toBe(before);
  });
});
