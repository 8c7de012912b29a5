import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { createCustomer } from "../../test/customer.ts";

let t: TestApp;
let account: string;
beforeAll(async () => {
  t = await testApp();
  account = (await createCustomer(t)).accountId;
});
afterAll(() => t.close());

const raise = async (summary: string, rootCause: string, more: object = {}) => {
  t.advance({ hours: 24 });
  const body = { account, summary, rootCause, arrAtRisk: "1000", ...more };
  return (await t.inject({ method: "POST", url: "risks", body })).body;
};
const leave = (id: string, status: string) =>
  t.inject({ method: "PUT", url: `risks/${id}/outcome`, body: { status, note: "So it ended" } });

test("a risk comes back: of the same cause at any time, of another soon after; what was withdrawn never was one", async () => {
  const first = await raise("First", "price");
  expect(first).toMatchObject({ recurrence: null, recurrenceOfId: null });
  await leave(first.id, "saved");
  const soon = await raise("Soon after", "quality");
  expect(soon).toMatchObject({ recurrence: "soon-after", recurrenceOfId: first.id });
  await leave(soon.id, "withdrawn");
  t.advance({ hours: 24 * 200 });
  expect(await raise("Much later", "quality")).toMatchObject({ recurrence: null });
  const again = await raise("Again", "price");
  expect(again).toMatchObject({ recurrence: "same-cause", recurrenceOfId: first.id });

  const filter = encodeURIComponent(JSON.stringify({ not: { subject: "recurrence", op: "is-empty" } }));
  const { items } = (await t.inject({ url: `risks?filter=${filter}&sort=raisedAt` })).body;
  expect(items.map((each: { summary: string }) => each.summary)).toEqual(["Soon after", "Again"]);
  expect((await t.inject({ url: "risk-report" })).body).toMatchObject({ raisedCount: 4, recurredCount: 2 });
});

test("another root cause says anew whether it comes back", async () => {
  const other = (await createCustomer(t, "Osprey")).accountId;
  const first = await raise("Theirs", "price", { account: other });
  const risk = await raise("Second at once", "quality", { account: other });
  expect(risk.recurrence).toBeNull();
  const change = (body: object) => t.inject({ method: "PATCH", url: `risks/${risk.id}`, body });
  expect((await change({ rootCause: "price" })).body).toMatchObject({
    recurrence: "same-cause",
    recurrenceOfId: first.id,
  });
  expect((await change({ rootCause: "integration" })).body).toMatchObject({
    recurrence: null,
    recurrenceOfId: null,
  });
});

test("it has any number of known secondary causes", async () => {
  const risk = await raise("Many causes", "performance", { secondaryCauses: ["price", "integration"] });
  expect(risk.secondaryCauses).toEqual(["price", "integration"]);
  const wrong = await t.inject({
    method: "PATCH",
    url: `risks/${risk.id}`,
    body: { secondaryCauses: ["price", "weather"] },
  });
  expect(wrong.body.fields).toMatchObject([
    { path: "secondaryCauses", message: expect.stringContaining("“weather” is not one of") },
  ]);
  const filter = encodeURIComponent(
    JSON.stringify({ subject: "secondaryCauses", op: "has-any", value: ["integration"] }),
  );
  expect((await t.inject({ url: `risks?filter=${filter}` })).body.items).toHaveLength(1);
});

test("how soon is soon is a setting; all risks are told anew by it, and by one that is withdrawn", async () => {
  const heron = (await createCustomer(t, "Heron")).accountId;
  const first = await raise("Once", "price", { account: heron });
  await leave(first.id, "saved");
  t.advance({ hours: 24 * 100 });
  const later = await raise("A hundred days on", "quality", { account: heron });
  expect(later.recurrence).toBe("soon-after");
  const set = (recurrenceDays: number, as: "leader" | "csm" = "leader") =>
    t.inject({ method: "PUT", url: "risk-settings", body: { recurrenceDays }, as });
  const seen = async () => (await t.inject({ url: `risks/${later.id}` })).body;

  expect((await set(90, "csm")).status).toBe(403);
  expect((await set(0)).body.fields).toMatchObject([{ path: "recurrenceDays" }]);
  expect((await set(90)).body).toEqual({ recurrenceDays: 90 });
  expect(await seen()).toMatchObject({ recurrence: null, recurrenceOfId: null });
  expect(await raise("Soon", "integration", { account: heron })).toMatchObject({ recurrence: null });
  await set(180);
  expect((await t.inject({ url: "risk-settings" })).body).toEqual({ recurrenceDays: 180 });
  expect(await seen()).toMatchObject({ recurrence: "soon-after", recurrenceOfId: first.id });

  await t.inject({ method: "DELETE", url: `risks/${first.id}/outcome` });
  await leave(first.id, "withdrawn");
  expect(await seen()).toMatchObject({ recurrence: null, recurrenceOfId: null });
  await t.inject({ method: "DELETE", url: `risks/${first.id}/outcome` });
  await leave(first.id, "saved");
  const { items } = (await t.inject({ url: `objects/risk/records/${later.id}/changes` })).body;
  expect(items.filter((each: { field: string }) => each.field === "recurrence").length).toBeGreaterThan(2);
});
