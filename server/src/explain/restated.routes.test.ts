import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { drainEngine } from "../engine/index.ts";
import { recordEvents } from "../events/index.ts";
import { execute } from "../kernel/command.ts";

let t: TestApp;
beforeAll(async () => {
  t = await testApp({ now: "2026-03-01T09:00:00Z" });
});
afterAll(() => t.close());

async function post(url: string, body: unknown) {
  const answer = await t.inject({ method: "POST", url, body });
  expect([answer.status < 300, answer.body]).toEqual([true, expect.anything()]);
  return answer.body;
}
const read = async (url: string) => (await t.inject({ url })).body;
const signIns = async (at: string, count: number) =>
  execute(t.app, await t.ctx(), recordEvents, {
    items: [{ name: "Signed in", at, account: "late", count }],
  });

it("tells what was known of a day when it was over, and what is known of it now, with the facts that came late", async () => {
  const metric = {
    slug: "sign_ins",
    name: "Sign-ins",
    windowDays: 30,
    source: { kind: "events", names: ["Signed in"], aggregate: "count" },
  };
  await post("metrics", metric);
  const account = await post("accounts", { name: "Late", externalId: "late" });
  const line = { account: account.id, quantity: 1, billingInterval: "year", product: "Core" };
  const first = await post("subscriptions", { ...line, unitPrice: "1000", startsOn: "2026-01-01" });
  await signIns("2026-03-01T08:00:00Z", 3);
  await drainEngine(t.app);
  t.advance({ hours: 24 * 4 });
  const before = await read(`accounts/${account.id}/restated?asOf=2026-03-03`);
  expect([before.items, before.notes]).toEqual([[], []]);
  // A late batch of events of 2 March, one of today, a contract's line of February, and an amendment from 2 March on.
  await signIns("2026-03-02T10:00:00Z", 4);
  await signIns("2026-03-05T08:00:00Z", 7);
  await post("subscriptions", { ...line, plan: "Extra", unitPrice: "600", startsOn: "2026-02-10" });
  await post(`subscriptions/${first.id}/amendments`, { effectiveOn: "2026-03-02", quantity: 2 });
  await post("subscriptions", { ...line, plan: "Next", unitPrice: "50", startsOn: "2026-03-05" });
  await drainEngine(t.app);
  const after = await read(`accounts/${account.id}/restated?asOf=2026-03-03`);
  const figure = (field: string) => after.items.find((item: { field: string }) => item.field === field);
  expect(figure("arr")).toMatchObject({ knownThen: "1000.00", knownNow: "2600.00" });
  expect(
    figure("arr")
      .causes.map((cause: { effectiveOn: string }) => cause.effectiveOn)
      .sort(),
  ).toEqual(["2026-01-01", "2026-02-10", "2026-03-02"]);
  expect(figure("arr").causes[0]).toMatchObject({
    recordedAt: "2026-03-05T09:00:00Z",
    by: "Test administrator",
  });
  expect(figure("metric:sign_ins")).toMatchObject({ knownThen: 3, knownNow: 7 });
  expect(figure("metric:sign_ins").causes).toMatchObject([{ what: "4 events of 2026-03-02 arrived later" }]);
  // What is read of the day is what is known of it now: the same figures.
  const then = await read(`accounts/${account.id}?asOf=2026-03-03`);
  expect([then.arr.amount, then.metrics.sign_ins.value]).toEqual(["2600.00", 7]);
  // Of the days before any of it, nothing has changed; of now, nothing can have.
  expect((await read(`accounts/${account.id}/restated?asOf=2026-02-01`)).items).toEqual([]);
  expect((await read(`accounts/${account.id}/restated?asOf=2030-01-01`)).items).toEqual([]);
});

it("tells that usage was brought in as a whole later", async () => {
  await post("accounts", { name: "Whole", externalId: "whole" });
  await execute(t.app, await t.ctx(), recordEvents, {
    items: [{ name: "Signed in", at: "2026-02-20T10:00:00Z", account: "whole" }],
  });
  const { items } = await read("accounts?sort=-createdAt".replace("?sort=-createdAt", ""));
  const whole = items.find((item: { name: string }) => item.name === "Whole");
  const restated = await read(`accounts/${whole.id}/restated?asOf=2026-03-02`);
  expect([restated.items, restated.notes]).toEqual([
    [],
    [{ what: "What was done in the product by then was brought in later", on: "2026-03-05" }],
  ]);
});

it("counts a ticket at its own times, however late it is entered, and says so", async () => {
  await post("metrics", {
    slug: "opened",
    name: "Opened",
    windowDays: 30,
    source: { kind: "tickets", aggregate: "opened" },
  });
  await post("metrics", {
    slug: "open_now",
    name: "Open",
    windowDays: 30,
    source: { kind: "tickets", aggregate: "open" },
  });
  const account = await post("accounts", { name: "Ticketed", externalId: "ticketed" });
  const known = await post("tickets", {
    account: account.id,
    subject: "Known",
    openedAt: "2026-03-05T08:00:00Z",
  });
  t.advance({ hours: 24 * 5 });
  const day = "2026-03-07";
  const restated = async () => read(`accounts/${account.id}/restated?asOf=${day}`);
  const open = `tickets?asOf=${day}&filter=${encodeURIComponent(JSON.stringify({ subject: "status", op: "is", value: "open" }))}`;
  expect(await restated()).toMatchObject({ items: [] });
  await post("tickets", { account: account.id, subject: "Late", openedAt: "2026-03-04T08:00:00Z" });
  await post("tickets", {
    account: account.id,
    subject: "Late and solved later",
    openedAt: "2026-03-06T08:00:00Z",
    solvedAt: "2026-03-09T08:00:00Z",
    status: "solved",
  });
  await t.inject({
    method: "PATCH",
    url: `tickets/${known.id}`,
    body: { status: "solved", solvedAt: "2026-03-06T08:00:00Z" },
  });
  const listed = (await read(open)).items.map((ticket: { subject: string }) => ticket.subject);
  expect(listed.sort()).toEqual(["Late", "Late and solved later"]);
  const { items } = await restated();
  const figure = (slug: string) => items.find((item: { field: string }) => item.field === `metric:${slug}`);
  expect(figure("opened")).toMatchObject({ knownThen: 1, knownNow: 3 });
  expect(figure("open_now")).toMatchObject({ knownThen: 1, knownNow: 2 });
  expect(
    figure("opened")
      .causes.map((cause: { what: string }) => cause.what)
      .sort(),
  ).toEqual([
    "“Known” was solved then, entered later",
    "“Late and solved later” was opened then, entered later",
    "“Late” was opened then, entered later",
  ]);
  expect((await read(`accounts/${account.id}?asOf=${day}`)).metrics.opened.value).toBe(3);
});
