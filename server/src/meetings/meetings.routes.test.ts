import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { drainEngine } from "../engine/index.ts";

let t: TestApp;
let accountId: string;
beforeAll(async () => {
  t = await testApp();
  accountId = (await t.inject({ method: "POST", url: "accounts", body: { name: "Acme" } })).body.id;
  const contact = { name: "Ada", email: "Ada@acme.example", account: { id: accountId } };
  await t.inject({ method: "POST", url: "contacts", body: contact });
});
afterAll(() => t.close());

const at = (days: number) =>
  t.app.clock
    .now()
    .add({ hours: 24 * days })
    .toString();
const post = (body: Record<string, unknown>) =>
  t.inject({ method: "POST", url: "meetings", body: { account: { id: accountId }, ...body } });

describe("a meeting", () => {
  it("that lies ahead is scheduled, one that is past was held, unless it is said", async () => {
    const ahead = await post({
      subject: "Review",
      kind: "business-review",
      at: at(7),
      attendees: [" ADA@acme.example", "ada@acme.example"],
    });
    expect(ahead.status, JSON.stringify(ahead.body)).toBe(201);
    expect(ahead.body).toMatchObject({ status: "scheduled", attendees: ["ada@acme.example"] });
    expect((await post({ subject: "Sync", at: at(-3) })).body.status).toBe("held");
    const missed = await post({
      subject: "Check",
      kind: "health-check",
      at: at(-2),
      status: "missed",
      missedBy: "customer",
    });
    expect(missed.body).toMatchObject({ status: "missed", missedBy: "customer" });
  });

  it("cannot end before it begins, nor be held before its time; held after all, nobody was missing", async () => {
    expect((await post({ at: at(1), endsAt: at(0) })).body.fields).toMatchObject([{ path: "endsAt" }]);
    expect((await post({ at: at(3), status: "held" })).body.fields).toMatchObject([{ path: "status" }]);
    expect((await post({ at: "soon" })).status).toBe(400);
    const { body } = await post({ at: at(-1), status: "missed", missedBy: "us" });
    const held = await t.inject({ method: "PATCH", url: `meetings/${body.id}`, body: { status: "held" } });
    expect(held.body).toMatchObject({ status: "held", missedBy: null });
    await t.inject({ method: "DELETE", url: `meetings/${body.id}` });
  });

  it("stands on the timeline of the account and of who was there", async () => {
    const { body } = await t.inject({ url: `accounts/${accountId}/timeline?kinds=meeting` });
    expect(body.items.map((each: { title: string }) => each.title)).toEqual([
      "Review, scheduled",
      "Check, missed",
      "Sync, held",
    ]);
    const contact = (await t.inject({ url: "contacts" })).body.items[0];
    const own = await t.inject({ url: `contacts/${contact.id}/timeline?kinds=meeting` });
    expect(own.body.items.map((each: { title: string }) => each.title)).toEqual(["Review, scheduled"]);
  });

  it("is counted, answers rules, and is a two-way touch once it was held", async () => {
    await drainEngine(t.app);
    const { metrics } = (await t.inject({ url: `accounts/${accountId}` })).body;
    expect(metrics.meetings_held_90d).toMatchObject({ value: 1, previous: 0 });
    expect(metrics.meetings_missed_90d.value).toBe(1);
    expect(metrics.health_checks_missed_90d.value).toBe(1);
    expect(metrics.meetings_scheduled_90d.value).toBe(2);
    expect(metrics.days_since_two_way_touch.value).toBe(3);
    const filter = {
      related: "meetings",
      where: {
        all: [
          { subject: "kind", op: "is", value: "business-review" },
          { subject: "at", op: "in-the-next", value: { count: 10, unit: "days" } },
        ],
      },
    };
    const list = await t.inject({ url: `accounts?filter=${encodeURIComponent(JSON.stringify(filter))}` });
    expect(list.body.items).toHaveLength(1);
  });

  it("imported late was there by then, and told as of a day not yet held", async () => {
    await post({ subject: "Old", at: at(-60), externalId: "m-1" });
    const seen = async (days: number) => {
      const { body } = await t.inject({ url: `meetings?asOf=${encodeURIComponent(at(days))}&sort=at` });
      return body.items.map((each: { subject: string; status: string }) => `${each.subject} ${each.status}`);
    };
    expect(await seen(-30)).toEqual(["Old held"]);
    const series = await t.inject({ url: `metrics/meetings_held_90d/series?accountId=${accountId}` });
    expect(series.body.items.at(-31).rolling).toBe(1);
    expect(series.body.items.at(-1).rolling).toBe(2);
  });
});
