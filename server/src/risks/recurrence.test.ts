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
