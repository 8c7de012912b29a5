import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../../test/app.ts";
import { accountCommands } from "../../accounts/index.ts";
import { contactCommands } from "../../contacts/index.ts";
import { drainEngine } from "../../engine/index.ts";
import { recordEvents } from "../../events/index.ts";
import { execute } from "../../kernel/command.ts";

// It is 23 November 2026.
let t: TestApp;
const ids = new Map<string, string>();

beforeAll(async () => {
  t = await testApp();
  const ctx = await t.ctx();
  for (const name of ["never", "tried", "adopted", "lapsed", "alone"]) {
    ids.set(
      name,
      (await execute(t.app, ctx, accountCommands.create, { body: { name, externalId: name } })).id,
    );
    for (const who of ["ada", "bob"]) {
      const body = { name: who, externalId: `${name}-${who}`, account: name };
      await execute(t.app, ctx, contactCommands.create, { body });
    }
  }
  const used = (account: string, who: string, on: string, name = "Report made") => ({
    name,
    at: `${on}T08:00:00Z`,
    account,
    contact: { externalId: `${account}-${who}` },
  });
  await execute(t.app, ctx, recordEvents, {
    items: [
      used("tried", "ada", "2026-11-20"),
      used("adopted", "ada", "2026-11-01"),
      used("adopted", "bob", "2026-11-20"),
      used("adopted", "bob", "2026-11-21"),
      used("lapsed", "ada", "2026-08-01"),
      used("lapsed", "bob", "2026-08-20"),
      used("lapsed", "bob", "2026-08-21"),
      // Never two people within thirty days, and never three times.
      used("tried", "bob", "2026-06-01"),
      used("alone", "ada", "2026-11-01"),
      used("alone", "ada", "2026-11-02"),
      used("alone", "ada", "2026-11-03"),
      used("adopted", "ada", "2026-11-05", "Key made"),
      used("adopted", "ada", "2026-11-06", "Key made"),
      used("lapsed", "ada", "2026-01-05", "Key made"),
      used("lapsed", "ada", "2026-01-06", "Key made"),
      used("lapsed", "ada", "2026-02-05", "Key revoked"),
      used("tried", "ada", "2026-02-05", "Key made"),
    ],
  });
});
afterAll(() => t.close());

async function define(body: object): Promise<{ id: string; slug: string }> {
  const answer = await t.inject({ method: "POST", url: "features", body: { name: "F", ...body } });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  await drainEngine(t.app);
  return answer.body;
}
const reports = { names: ["report made"], minTimes: 3, windowDays: 30 };

async function statesOf(slug: string): Promise<Record<string, unknown>> {
  const { body } = await t.inject({ url: `accounts?values=feature:${slug}&limit=50` });
  return Object.fromEntries(
    body.items.map((each: { name: string; values: Record<string, unknown> }) => [
      each.name,
      each.values[`feature:${slug}`],
    ]),
  );
}

describe("features", () => {
  it("are never used, tried, adopted or lapsed, back over all events held", async () => {
    await define({ slug: "reports", ...reports });
    expect(await statesOf("reports")).toEqual({
      never: "never",
      tried: "tried",
      adopted: "adopted",
      lapsed: "lapsed",
      alone: "adopted",
    });
    const { body } = await t.inject({ url: "features" });
    expect(body.items[0].accounts).toEqual({ never: 1, tried: 1, adopted: 2, lapsed: 1 });
  });

  it("may ask for several contacts within the window", async () => {
    await define({ slug: "reports_by_two", ...reports, minContacts: 2 });
    expect(await statesOf("reports_by_two")).toMatchObject({
      adopted: "adopted",
      lapsed: "lapsed",
      alone: "tried",
    });
  });

  it("may be there until they are taken away", async () => {
    await define({ slug: "keys", names: ["Key made"], removedBy: ["Key revoked"], minTimes: 2 });
    expect(await statesOf("keys")).toMatchObject({
      never: "never",
      tried: "tried",
      adopted: "adopted",
      lapsed: "lapsed",
    });
    const body = { slug: "no", name: "No", names: ["Key made"], removedBy: ["Key revoked"], minContacts: 2 };
    const refused = await t.inject({ method: "POST", url: "features", body });
    expect(refused).toMatchObject({
      status: 400,
      body: { fields: [{ path: expect.stringContaining("minContacts") }] },
    });
  });

  it("count as metrics, and are asked about in rules", async () => {
    const { body } = await t.inject({ url: `accounts/${ids.get("adopted")}` });
    expect(body.metrics).toMatchObject({
      features_adopted: { value: 3, previous: 0 },
      feature_breadth: { value: 100, previous: 0 },
    });
    const series = await t.inject({ url: `metrics/features_adopted/series?accountId=${ids.get("lapsed")}` });
    const on = (day: string) => series.body.items.find((point: { on: string }) => point.on === day).rolling;
    expect([
      on("2026-01-05"),
      on("2026-01-06"),
      on("2026-02-05"),
      on("2026-08-21"),
      on("2026-11-23"),
    ]).toEqual([0, 1, 0, 2, 0]);
    const rule = { subject: "feature:reports", op: "is-any-of", value: ["lapsed"] };
    const segment = { slug: "lapsed_reports", name: "Lapsed", rule };
    expect((await t.inject({ method: "POST", url: "segments", body: segment })).status).toBe(201);
    await drainEngine(t.app);
    const members = await t.inject({ url: "segments/lapsed_reports/members" });
    expect(members.body.items.map((each: { name: string }) => each.name)).toEqual(["lapsed"]);
  });

  it("lapse by the day alone, change with their definition, and are kept where something asks about them", async () => {
    t.advance({ hours: 24 * 29 });
    await t.drain();
    await drainEngine(t.app);
    expect(await statesOf("reports")).toMatchObject({ adopted: "lapsed", tried: "tried" });
    t.advance({ hours: -24 * 29 });
    const { body } = await t.inject({ url: "features" });
    const of = (slug: string) => body.items.find((each: { slug: string }) => each.slug === slug).id;
    const archived = await t.inject({ method: "DELETE", url: `features/${of("reports")}` });
    expect(archived).toMatchObject({ status: 409, body: { detail: expect.stringContaining("Lapsed") } });
    const { names, windowDays } = reports;
    await t.inject({
      method: "PUT",
      url: `features/${of("reports")}`,
      body: { name: "Reports", names, windowDays, minTimes: 1 },
    });
    await drainEngine(t.app);
    expect(await statesOf("reports")).toMatchObject({ tried: "adopted" });
    expect((await t.inject({ method: "DELETE", url: `features/${of("keys")}` })).status).toBe(200);
    await drainEngine(t.app);
    expect(
      (await t.inject({ url: `accounts/${ids.get("adopted")}` })).body.metrics.feature_breadth.value,
    ).toBe(100);
  });
});
