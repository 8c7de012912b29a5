import type { HealthModel } from "@perennial/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { drainEngine } from "../engine/index.ts";

let t: TestApp;
let account = "";
const labels: HealthModel["labels"] = [{ value: "any", label: "Any", from: 0, tone: "neutral" }];
const model: HealthModel = {
  groups: [
    {
      slug: "people",
      name: "People",
      weight: 1,
      measures: [
        {
          slug: "pulse",
          name: "Pulse",
          weight: 1,
          source: { kind: "field", field: "pulse" },
          transform: { kind: "pulse", points: [0, 25, 50, 80, 100] },
          missing: "leave-out",
        },
      ],
    },
  ],
  labels,
  minimumCoveragePct: 0,
};

beforeAll(async () => {
  t = await testApp();
  account = (await t.inject({ method: "POST", url: "accounts", body: { name: "Felt" } })).body.id;
  const made = await t.inject({
    method: "POST",
    url: "health-scores",
    body: { slug: "felt", name: "Felt", model },
  });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
});
afterAll(() => t.close());

async function score(): Promise<number | null> {
  await drainEngine(t.app);
  return (await t.inject({ url: `accounts/${account}` })).body.scores.felt.value;
}
const give = (body: unknown, as: "csm" | "viewer" = "csm") =>
  t.inject({ method: "POST", url: `accounts/${account}/pulses`, body, as });

describe("a person's pulse", () => {
  it("makes points at once, the newest first, and can be taken back and restored", async () => {
    expect(await score()).toBeNull();
    expect((await give({ sentiment: 2, note: "Asked for a refund" })).status).toBe(201);
    expect(await score()).toBe(25);
    t.advance({ hours: 1 });
    const second = await give({ sentiment: 5 });
    expect(second.body).toMatchObject({ sentiment: 5, expiresOn: "2027-02-21", givenBy: "Test csm" });
    expect(await score()).toBe(100);
    const url = `accounts/${account}/pulses/${second.body.id}`;
    expect((await t.inject({ method: "DELETE", url })).status).toBe(200);
    expect(await score()).toBe(25);
    expect((await t.inject({ method: "POST", url: `${url}/restoration` })).status).toBe(200);
    expect(await score()).toBe(100);
    const { body } = await t.inject({ url: `accounts/${account}/pulses` });
    expect(body.items.map((each: { sentiment: number }) => each.sentiment)).toEqual([5, 2]);
  });

  it("counts to the end of the day it expires on, then is no data", async () => {
    expect((await give({ sentiment: 4, expiresOn: "2026-11-24" })).status).toBe(201);
    expect(await score()).toBe(80);
    t.advance({ hours: 24 });
    await t.drain();
    expect(await score()).toBe(80);
    t.advance({ hours: 24 });
    await t.drain();
    expect(await score()).toBeNull();
  });

  it("is refused when it has expired already, of an unknown account, and to who may not write accounts", async () => {
    const past = await give({ sentiment: 3, expiresOn: "2026-11-01" });
    expect(past.status).toBe(400);
    expect(past.body.fields[0].path).toBe("expiresOn");
    expect((await give({ sentiment: 6 })).status).toBe(400);
    expect((await give({ sentiment: 3 }, "viewer")).status).toBe(403);
    const nobody = "accounts/019da000-0000-7000-8000-000000000000/pulses";
    expect((await t.inject({ method: "POST", url: nobody, body: { sentiment: 3 } })).status).toBe(404);
  });
});
