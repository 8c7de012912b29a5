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
  const task = (await post("tasks", { account: accountId, title: "Send the offer" })).body;
  t.advance({ hours: 1 });
  await t.inject({ method: "PATCH", url: `tasks/${task.id}`, body: { status: "done" } });
  t.advance({ hours: 1 });
  const sender = { kind: "key-role", role: "csm" };
  await post("conversations", { accountId, subject: "Your offer", body: "Attached.", sender });
  await post("tickets", { account: accountId, openedAt: "2026-11-23T11:00:00Z", subject: "Broken" });
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
        "ticket.created",
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
