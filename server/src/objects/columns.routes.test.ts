import { readXlsx } from "hucre/xlsx";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { createCustomer, type TestCustomer } from "../../test/customer.ts";

let t: TestApp;
let customer: TestCustomer;
beforeAll(async () => {
  t = await testApp();
  customer = await createCustomer(t);
  const task = (body: object) =>
    t.inject({ method: "POST", url: "tasks", body: { account: customer.accountId, ...body } });
  await task({ title: "=HYPERLINK(1)", dueOn: "2026-11-20", assigneeId: customer.csmId, priority: "high" });
  await task({ title: 'Send, the "offer"', dueOn: "2026-12-20" });
});
afterAll(() => t.close());

const asked = "title,dueOn,priority,assigneeId,isOverdue,account.name,account.plan";

describe("the columns of a list", () => {
  it("are fields, what is worked out, and the account's fields, with what each can do", async () => {
    const { items } = (await t.inject({ url: "objects/task/columns" })).body;
    const bySlug = new Map(items.map((item: { slug: string }) => [item.slug, item]));
    expect(bySlug.get("dueOn")).toMatchObject({ isSortable: true, isFilterable: true, isEditable: true });
    expect(bySlug.get("isOverdue")).toMatchObject({ isSortable: false, isEditable: false });
    expect(bySlug.get("account.name")).toMatchObject({ group: "Account · General", isEditable: false });
  });

  it("come with the rows that are listed, with the names of what they refer to", async () => {
    const { items } = (await t.inject({ url: `tasks?sort=dueOn&values=${asked}` })).body;
    const account = (await t.inject({ url: `accounts/${customer.accountId}` })).body;
    expect(items[0].values).toEqual({
      title: "=HYPERLINK(1)",
      dueOn: "2026-11-20",
      priority: "high",
      assigneeId: customer.csmId,
      isOverdue: true,
      "account.name": account.name,
      "account.plan": account.plan,
    });
    expect(items[0].labels).toEqual({ assigneeId: expect.stringContaining("Dana") });
    expect((await t.inject({ url: "tasks" })).body.items[0].values).toBeUndefined();
  });

  it("are refused by name when there is no such column", async () => {
    const answer = await t.inject({ url: "tasks?values=title,nope" });
    expect(answer.body).toMatchObject({ code: "invalid-input", fields: [{ path: "values" }] });
  });
});

describe("an export", () => {
  const exported = (query: string) => t.inject({ url: `tasks/export?columns=${asked}&sort=dueOn&${query}` });

  it("is what the list shows, in words, with no text that a spreadsheet takes for a formula", async () => {
    const { body, headers } = await exported("format=csv");
    expect(headers["content-disposition"]).toBe('attachment; filename="tasks-2026-11-23.csv"');
    const [head, first, second] = String(body).replace("\uFEFF", "").split("\n");
    expect(head).toBe("Title,Due,Priority,Assignee,Overdue,Account: Name,Account: Plan");
    expect(first).toMatch(/^'=HYPERLINK\(1\),2026-11-20,High,Dana[^,]*,yes,/);
    expect(second).toMatch(/^"Send, the ""offer""",2026-12-20,,,no,/);
  });

  it("keeps the filter", async () => {
    const filter = encodeURIComponent(JSON.stringify({ subject: "priority", op: "is", value: "high" }));
    expect(
      String((await exported(`format=csv&filter=${filter}`)).body)
        .trim()
        .split("\n"),
    ).toHaveLength(2);
  });

  it("is a workbook whose text is text", async () => {
    const { sheets } = await readXlsx((await exported("format=xlsx")).raw);
    expect(sheets[0]?.rows[0]?.slice(0, 3)).toEqual(["Title", "Due", "Priority"]);
    expect(sheets[0]?.rows[1]?.slice(0, 3)).toEqual(["=HYPERLINK(1)", "2026-11-20", "High"]);
  });

  it("is refused before the first byte for a column that is not there", async () => {
    const answer = await t.inject({ url: "tasks/export?columns=nope" });
    expect(answer.body).toMatchObject({ code: "invalid-input", fields: [{ path: "columns" }] });
  });
});
