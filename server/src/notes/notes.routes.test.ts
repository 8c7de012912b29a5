import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { createCustomer, type TestCustomer } from "../../test/customer.ts";

let t: TestApp;
let customer: TestCustomer;
beforeAll(async () => {
  t = await testApp();
  customer = await createCustomer(t);
});
afterAll(() => t.close());
const write = (body: object) =>
  t.inject({ method: "POST", url: "notes", body: { account: customer.accountId, ...body } });

describe("notes", () => {
  test("are written by their author, changed, filtered and archived", async () => {
    const made = await write({
      body: "Called Ada.",
      category: "Renewal",
      tags: ["call"],
      mentions: [customer.csmId],
    });
    expect(made).toMatchObject({
      status: 201,
      body: {
        accountId: customer.accountId,
        authorName: "Test administrator",
        mentions: [customer.csmId],
        isPinned: false,
        at: "2026-11-23T09:00:00Z",
      },
    });
    const url = `notes/${made.body.id}`;
    const changed = await t.inject({
      method: "PATCH",
      url,
      body: { isPinned: true, renewalId: customer.csmId },
    });
    expect(changed.body).toMatchObject({
      isPinned: true,
      body: "Called Ada.",
      renewalId: customer.csmId,
      tags: ["call"],
    });
    const history = await t.db
      .selectFrom("history")
      .select("field")
      .where("object_id", "=", made.body.id)
      .execute();
    expect(history.map((row) => row.field)).toEqual(
      expect.arrayContaining(["body", "mentions", "isPinned", "renewalId"]),
    );
    const ids = async (rule: object) =>
      (await t.inject({ url: `notes?filter=${encodeURIComponent(JSON.stringify(rule))}` })).body.items.map(
        (item: { id: string }) => item.id,
      );
    expect(await ids({ subject: "category", op: "is", value: "Renewal" })).toEqual([made.body.id]);
    expect(await ids({ subject: "category", op: "is", value: "Risk" })).toEqual([]);
    expect((await t.inject({ method: "DELETE", url })).body.archivedAt).not.toBeNull();
    expect((await t.inject({ url: "notes" })).body.items).toEqual([]);
  });

  test("an author of another system is a teammate by name or e-mail, or kept as a name", async () => {
    const known = await write({ body: "x", author: "dana.kestrel@ours.example", at: "2024-02-01T10:00:00Z" });
    expect(known.body).toMatchObject({ authorId: customer.csmId, at: "2024-02-01T10:00:00Z" });
    expect((await write({ body: "x", author: "Somebody Gone" })).body).toMatchObject({
      authorId: null,
      authorName: "Somebody Gone",
    });
  });

  test("a template's required fields must be answered, also when changed later", async () => {
    const { items } = (await t.inject({ url: "templates?kind=note" })).body;
    const templateId = items.find((item: { slug: string }) => item.slug === "red-account-note").id;
    const unanswered = await write({ body: "x", templateId, fields: { "root-cause": "Price", plan: " " } });
    expect(unanswered.status).toBe(400);
    expect(unanswered.body.fields.map((field: { path: string }) => field.path)).toEqual(["fields.plan"]);
    const fields = { "root-cause": "Price", plan: "Talk", owner: "Dana" };
    const made = await write({ body: "x", templateId, fields });
    expect(made.body.fields).toEqual(fields);
    const emptied = await t.inject({
      method: "PATCH",
      url: `notes/${made.body.id}`,
      body: { fields: { ...fields, plan: "" } },
    });
    expect(emptied.status).toBe(400);
  });

  test("without an account or text they are refused; a viewer only reads", async () => {
    expect((await t.inject({ method: "POST", url: "notes", body: { body: "x" } })).body.fields).toMatchObject(
      [{ path: "account" }],
    );
    expect((await write({ subject: "x" })).body.fields).toMatchObject([{ path: "body" }]);
    const body = { account: customer.accountId, body: "x" };
    expect((await t.inject({ method: "POST", url: "notes", body, as: "viewer" })).status).toBe(403);
  });

  test("a batch writes the good rows and says what is wrong with the others", async () => {
    const items = [
      { externalId: "n1", account: customer.accountId, body: "one" },
      { externalId: "n2", account: "nowhere", body: "two" },
    ];
    const done = await t.inject({ method: "POST", url: "notes/bulk-upsert", body: { source: "old", items } });
    expect(done.body).toMatchObject({ created: 1, rejected: 1 });
    const again = await t.inject({
      method: "POST",
      url: "notes/bulk-upsert",
      body: { source: "old", items: items.slice(0, 1) },
    });
    expect(again.body).toMatchObject({ unchanged: 1, created: 0 });
  });
});
