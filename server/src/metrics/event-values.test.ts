import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { accountCommands } from "../accounts/index.ts";
import { contactCommands } from "../contacts/index.ts";
import { drainEngine } from "../engine/index.ts";
import { recordEvents } from "../events/index.ts";
import { execute } from "../kernel/command.ts";

let t: TestApp;
let accountId: string;
const paid = { subject: "property:plan", op: "is", value: "paid" };

beforeAll(async () => {
  t = await testApp();
  const ctx = await t.ctx();
  const made = await execute(t.app, ctx, accountCommands.create, {
    body: { name: "Acme", externalId: "acme", seatsLicensed: 4 },
  });
  accountId = made.id;
  for (const name of ["ada", "bob", "cleo", "dan"]) {
    await execute(t.app, ctx, contactCommands.create, { body: { name, externalId: name, account: "acme" } });
  }
  const order = (at: string, by: string, amount: unknown, plan = "paid", count = 1) => ({
    name: "Ordered",
    at,
    account: "acme",
    contact: { externalId: by },
    count,
    properties: { amount, plan },
  });
  await execute(t.app, ctx, recordEvents, {
    items: [
      order("2026-11-23T08:00:00Z", "ada", 10),
      order("2026-11-22T08:00:00Z", "bob", 40, "paid", 2),
      order("2026-11-22T09:00:00Z", "bob", "40"),
      order("2026-11-20T08:00:00Z", "cleo", 1000, "free"),
      order("2026-10-10T08:00:00Z", "ada", 7),
    ],
  });
});
afterAll(() => t.close());

const source = (more: object) => ({ kind: "event-values", names: ["ordered"], where: paid, ...more });

type More = { perSeat?: boolean; where?: null; names?: string[] };

describe("metrics over events and their properties", () => {
  it.each<[string, More, number, number]>([
    ["count", {}, 4, 1],
    ["contacts", {}, 2, 1],
    ["contacts-pct", {}, 50, 25],
    ["days", {}, 2, 1],
    ["sum", {}, 90, 7],
    ["mean", {}, 30, 7],
    ["min", {}, 10, 7],
    ["max", {}, 40, 7],
    ["latest", {}, 10, 7],
    ["sum", { perSeat: true }, 22.5, 1.75],
    ["max", { where: null }, 1000, 7],
    ["count", { names: [], where: null }, 5, 1],
  ])("%s %o", async (aggregate, { perSeat, ...more }, value, previous) => {
    const slug = `m${crypto.randomUUID().slice(0, 8)}`;
    const metric = {
      slug,
      name: slug,
      source: source({ aggregate, property: "amount", ...more }),
      ...(perSeat ? { per: "seat" } : {}),
    };
    const made = await t.inject({ method: "POST", url: "metrics", body: metric });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    await drainEngine(t.app);
    const { body } = await t.inject({ url: `accounts/${accountId}` });
    expect(body.metrics[slug]).toMatchObject({ value, previous, change: value - previous });
    const series = await t.inject({ url: `metrics/${slug}/series?accountId=${accountId}` });
    expect(series.body.items).toHaveLength(365);
    expect(series.body.items.at(-1)).toMatchObject({ on: "2026-11-23", rolling: value });
    const before = series.body.items.find((point: { on: string }) => point.on === "2026-10-24");
    expect(before.rolling).toBe(previous);
    await t.inject({ method: "DELETE", url: `metrics/${slug}` });
  });

  it("is refused without its property, or with a rule that cannot be asked", async () => {
    const refused = async (more: object) =>
      t.inject({ method: "POST", url: "metrics", body: { slug: "bad", name: "Bad", source: source(more) } });
    const missing = await refused({ aggregate: "sum" });
    expect(missing.body.fields[0].path).toContain("property");
    const wrong = await refused({ where: { subject: "nothing", op: "is", value: "x" } });
    expect(wrong.status).toBe(400);
    expect(wrong.body.fields[0].path).toContain("where");
    const { rows } = await sql`select 1 from metrics where slug = 'bad'`.execute(t.db);
    expect(rows).toEqual([]);
  });
});
