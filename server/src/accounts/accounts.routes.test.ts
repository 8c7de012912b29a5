import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";

let t: TestApp;
beforeAll(async () => {
  t = await testApp();
});
afterAll(() => t.close());

describe("accounts over HTTP", () => {
  it("creates, reads by external id, changes and archives one", async () => {
    const created = await t.inject({
      method: "POST",
      url: "accounts",
      body: {
        externalId: "A-1",
        name: "Corvus Media",
        employeeCount: 120,
        organization: { name: "Corvus Group" },
      },
    });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      name: "Corvus Media",
      employeeCount: 120,
      externalIds: [{ source: "app", externalId: "A-1" }],
    });
    const found = await t.inject({ url: "accounts/by-external-id/app/A-1" });
    expect(found.body.id).toBe(created.body.id);
    const patched = await t.inject({
      method: "PATCH",
      url: `accounts/${created.body.id}`,
      body: { employeeCount: null, plan: "Scale" },
    });
    expect(patched.body).toMatchObject({ employeeCount: null, plan: "Scale", name: "Corvus Media" });
    const archived = await t.inject({ method: "DELETE", url: `accounts/${created.body.id}` });
    expect(archived.body.archivedAt).not.toBeNull();
    expect((await t.inject({ url: "accounts" })).body.items).toHaveLength(0);
    const history = await t.db
      .selectFrom("history")
      .selectAll()
      .where("object_id", "=", created.body.id)
      .where("field", "=", "employeeCount")
      .orderBy("id")
      .execute();
    expect(history.map((row) => [row.old, row.new])).toEqual([
      [null, 120],
      [120, null],
    ]);
  });

  it("refuses bad input with the fields that are wrong, and writes nothing", async () => {
    const answer = await t.inject({
      method: "POST",
      url: "accounts",
      body: { name: " ", employeeCount: "many", tier: "Z" },
    });
    expect(answer.status).toBe(400);
    expect(answer.headers["content-type"]).toContain("application/problem+json");
    expect(answer.body.fields.map((field: { path: string }) => field.path).sort()).toEqual([
      "employeeCount",
      "name",
      "tier",
    ]);
  });

  it("upserts many, row by row, and says which were refused", async () => {
    const items = [
      { externalId: "B-1", name: "Alder & Finch" },
      { externalId: "B-2", name: "" },
      { externalId: "B-3", name: "Quill Robotics", employeeCount: 7 },
    ];
    const first = await t.inject({
      method: "POST",
      url: "accounts/bulk-upsert",
      body: { source: "app", items },
    });
    expect(first.body).toMatchObject({ created: 2, rejected: 1 });
    const again = await t.inject({
      method: "POST",
      url: "accounts/bulk-upsert",
      body: { source: "app", items },
    });
    expect(again.body).toMatchObject({ created: 0, updated: 0, unchanged: 2, rejected: 1 });
    const repaired = await t.inject({
      method: "POST",
      url: "accounts/bulk-upsert",
      body: { source: "app", items: [{ externalId: "B-2", name: "Tessellate" }] },
    });
    expect(repaired.body.created).toBe(1);
  });

  it("makes one record when the same external id arrives many times at once", async () => {
    const send = () =>
      t.inject({
        method: "POST",
        url: "accounts/bulk-upsert",
        body: { items: [{ externalId: "C-1", name: "Vantage" }] },
      });
    const answers = await Promise.all(Array.from({ length: 8 }, send));
    expect(answers.reduce((sum, answer) => sum + answer.body.created, 0)).toBe(1);
    expect(new Set(answers.map((answer) => answer.body.results[0].id)).size).toBe(1);
  });

  it("answers a repeated request with the same Idempotency-Key as it did at first", async () => {
    const request = {
      method: "POST",
      url: "accounts",
      body: { name: "Once" },
      headers: { "idempotency-key": "0123456789" },
    } as const;
    const [one, two] = await Promise.all([t.inject(request), t.inject(request)]);
    expect(one.body.id).toBe(two.body.id);
    const other = await t.inject({ ...request, body: { name: "Other" } });
    expect(other.status).toBe(409);
  });

  it("pages through a sorted list without a gap or a repeat", async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { body: { items: { name: string }[]; nextCursor: string | null } } = await t.inject({
        url: `accounts?limit=2&sort=name${cursor ? `&cursor=${cursor}` : ""}`,
      });
      seen.push(...page.body.items.map((item) => item.name));
      cursor = page.body.nextCursor;
    } while (cursor);
    expect(seen).toEqual([...seen].sort((a, b) => a.localeCompare(b)));
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThan(4);
  });

  it("keeps people to their role", async () => {
    expect((await t.inject({ url: "accounts", as: null })).status).toBe(401);
    expect((await t.inject({ url: "accounts", as: "viewer" })).status).toBe(200);
    const write = await t.inject({ method: "POST", url: "accounts", body: { name: "X" }, as: "viewer" });
    expect(write.body.code).toBe("forbidden");
  });

  it("gives every account a new trait at once, with its type", async () => {
    const trait = await t.inject({
      method: "POST",
      url: "traits",
      body: { object: "account", slug: "nps_target", name: "NPS target", type: "number" },
    });
    expect(trait.status).toBe(201);
    const created = await t.inject({
      method: "POST",
      url: "accounts",
      body: { name: "Traited", traits: { nps_target: "41.5" } },
    });
    expect(created.body.traits).toMatchObject({ nps_target: 41.5 });
    const wrong = await t.inject({
      method: "PATCH",
      url: `accounts/${created.body.id}`,
      body: { traits: { nps_target: "high" } },
    });
    expect(wrong.body.fields[0]).toMatchObject({ path: "trait:nps_target" });
  });

  it("filters by a rule over fields, traits and related records", async () => {
    const body = { name: "Ruled", plan: "Scale", traits: { nps_target: 50 } };
    const { body: account } = await t.inject({ method: "POST", url: "accounts", body });
    const ticket = { account: account.id, openedAt: "2026-11-01T10:00:00Z", priority: "urgent" };
    expect((await t.inject({ method: "POST", url: "tickets", body: ticket })).status).toBe(201);
    const names = async (rule: unknown) => {
      const answer = await t.inject({ url: `accounts?filter=${encodeURIComponent(JSON.stringify(rule))}` });
      return answer.status === 200
        ? answer.body.items.map((item: { name: string }) => item.name)
        : answer.body.fields;
    };
    expect(await names({ subject: "trait:nps_target", op: "greater-than", value: 45 })).toEqual(["Ruled"]);
    const urgent = {
      related: "tickets",
      quantifier: { kind: "any" },
      where: { subject: "priority", op: "is-any-of", value: ["urgent"] },
    };
    expect(await names(urgent)).toEqual(["Ruled"]);
    expect(await names({ subject: "plam", op: "is", value: "x" })).toMatchObject([{ path: "subject" }]);
  });
});
