import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { createCustomer, type TestCustomer } from "../../test/customer.ts";

let t: TestApp;
let customer: TestCustomer;
type Item = { id: string; kind: string; name: string; at: string; title: string; text: string | null };

beforeAll(async () => {
  t = await testApp();
  customer = await createCustomer(t);
  const other = await createCustomer(t, "Osprey");
  const { accountId } = customer;
  const post = (url: string, body: object) => t.inject({ method: "POST", url, body });
  await post("notes", {
    account: accountId,
    subject: "Kick-off",
    body: "They want 50% more seats.",
    at: "2026-01-05T10:00:00Z",
  });
  await post("notes", { account: other.accountId, body: "Theirs, not ours" });
  t.advance({ hours: 1 });
  await post("notes", { account: accountId, body: "Met her.", contactId: customer.contactId });
  const task = (await post("tasks", { account: accountId, title: "Send the offer" })).body;
  t.advance({ hours: 1 });
  await t.inject({ method: "PATCH", url: `tasks/${task.id}`, body: { status: "done" } });
  t.advance({ hours: 1 });
  const sender = { kind: "key-role", role: "csm" };
  await post("conversations", { accountId, subject: "Your offer", body: "Attached.", sender });
  const requesterId = customer.contactId;
  await post("tickets", {
    account: accountId,
    openedAt: "2026-11-23T11:00:00Z",
    subject: "Broken",
    requesterId,
  });
});
afterAll(() => t.close());
const timeline = async (query = "") =>
  (await t.inject({ url: `accounts/${customer.accountId}/timeline${query}` })).body;

describe("an account's timeline", () => {
  test("holds what every slice tells, newest first, of this account alone", async () => {
    const { items, nextCursor } = await timeline();
    expect(nextCursor).toBeNull();
    expect(items.map((item: Item) => item.name)).toEqual(
      expect.arrayContaining([
        "message.written",
        "task.completed",
        "task.created",
        "note.written",
        "ticket.opened",
        "account.created",
      ]),
    );
    const instants = items.map((item: Item) => Temporal.Instant.from(item.at).epochMilliseconds);
    expect(instants).toEqual(instants.toSorted((a: number, b: number) => b - a));
    expect(items.at(-1)).toMatchObject({ kind: "note", title: "Kick-off", actor: "Test administrator" });
    expect(JSON.stringify(items)).not.toContain("Theirs");
  });

  test.each([1, 2, 3])(
    "pages of %i add up to the whole, without gaps and repeats, also within one instant",
    async (limit) => {
      const whole = (await timeline()).items.map((item: Item) => item.id);
      const paged: string[] = [];
      for (let cursor = ""; paged.length <= whole.length; ) {
        const page = await timeline(`?limit=${limit}${cursor}`);
        paged.push(...page.items.map((item: Item) => item.id));
        if (!page.nextCursor) break;
        cursor = `&cursor=${page.nextCursor}`;
      }
      expect(paged).toEqual(whole);
    },
  );

  test("is filtered by kind and text; a percent sign is only itself", async () => {
    expect((await timeline("?kinds=note,task")).items.map((item: Item) => item.kind)).toEqual([
      "task",
      "task",
      "note",
      "note",
    ]);
    expect((await timeline("?text=offer")).items.map((item: Item) => item.kind).sort()).toEqual([
      "message",
      "task",
      "task",
    ]);
    expect((await timeline(`?text=${encodeURIComponent("50%")}`)).items).toHaveLength(1);
    expect((await timeline(`?text=${encodeURIComponent("5%m")}`)).items).toEqual([]);
  });

  test("refuses unknown kinds, foreign cursors, unknown accounts and strangers", async () => {
    const url = `accounts/${customer.accountId}/timeline`;
    expect((await t.inject({ url: `${url}?kinds=gossip` })).status).toBe(400);
    expect((await t.inject({ url: `${url}?cursor=abc` })).status).toBe(400);
    expect((await t.inject({ url: "accounts/01900000-0000-7000-8000-000000000000/timeline" })).status).toBe(
      404,
    );
    expect((await t.inject({ url, as: null })).status).toBe(401);
  });
});

describe("the timelines of people and organizations", () => {
  test("a contact's holds what they had part in, and nothing else of the account", async () => {
    const { items } = (await t.inject({ url: `contacts/${customer.contactId}/timeline` })).body;
    expect(new Set(items.map((item: Item) => item.name))).toEqual(
      new Set(["ticket.opened", "message.written", "note.written"]),
    );
    expect(items.find((item: Item) => item.kind === "note").text).toBe("Met her.");
  });

  test("an organization's holds its accounts' and says whose", async () => {
    const made = (await t.inject({ method: "POST", url: "organizations", body: { name: "Falcon Group" } }))
      .body;
    const url = `organizations/${made.id}/timeline`;
    expect((await t.inject({ url })).body.items).toEqual([]);
    const body = { organizationId: made.id };
    await t.inject({ method: "PATCH", url: `accounts/${customer.accountId}`, body });
    const { items } = (await t.inject({ url: `${url}?kinds=note` })).body;
    expect(items.map((item: { accountId: string }) => item.accountId)).toEqual(
      Array(2).fill(customer.accountId),
    );
    expect((await t.inject({ url: `organizations/${made.id}` })).body).toMatchObject({
      accountCount: 1,
      arr: "0.00",
      nextRenewalOn: null,
    });
  });

  test("strangers and unknown ids are refused", async () => {
    const nobody = "01900000-0000-7000-8000-000000000000";
    expect((await t.inject({ url: `contacts/${nobody}/timeline` })).status).toBe(404);
    expect((await t.inject({ url: `organizations/${nobody}/timeline` })).status).toBe(404);
  });
});
