import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";

let t: TestApp;
beforeAll(async () => {
  t = await testApp();
  await t.app.live.start();
});
afterAll(() => t.close());

describe("company settings", () => {
  it("are changed by those who may, audited, and seen by every process at once", async () => {
    expect((await t.app.company()).timeZone).toBe("UTC");
    const refused = await t.inject({ method: "PATCH", url: "company", body: { name: "X" }, as: "csm" });
    expect(refused.status).toBe(403);
    const changed = await t.inject({
      method: "PATCH",
      url: "company",
      body: { timeZone: "Asia/Tokyo", fiscalYearStartMonth: 4 },
      as: "revops",
    });
    expect(changed.body).toMatchObject({ timeZone: "Asia/Tokyo", fiscalYearStartMonth: 4, currency: "USD" });
    await expect.poll(async () => (await t.app.company()).timeZone).toBe("Asia/Tokyo");
    const audit = await t.inject({ url: "audit?command=company.update" });
    expect(audit.body.items[0].changes).toEqual({
      timeZone: ["UTC", "Asia/Tokyo"],
      fiscalYearStartMonth: [1, 4],
    });
    const wrong = await t.inject({
      method: "PATCH",
      url: "company",
      body: { timeZone: "Mars", currency: "usd" },
    });
    expect(wrong.body.fields).toHaveLength(2);
  });
});

describe("the audit log", () => {
  it("pages from the newest to the oldest without a gap or a repeat, for administrators and RevOps", async () => {
    for (let n = 0; n < 7; n += 1) {
      await t.inject({ method: "POST", url: "accounts", body: { name: `Account ${n}` } });
      if (n % 3 === 0) t.advance({ seconds: 1 });
    }
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { body: { items: { id: string; at: string }[]; nextCursor: string | null } } =
        await t.inject({
          url: `audit?limit=2&command=accounts.create${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`,
        });
      seen.push(...page.body.items.map((item) => item.id));
      cursor = page.body.nextCursor;
    } while (cursor);
    expect(seen).toHaveLength(7);
    expect(new Set(seen).size).toBe(7);
    expect(seen).toEqual([...seen].sort().reverse());
    expect((await t.inject({ url: "audit", as: "leader" })).status).toBe(403);
    expect((await t.inject({ url: "audit?cursor=nonsense" })).status).toBe(400);
  });

  it("is asked by record, by actor and by time", async () => {
    const { body } = await t.inject({
      method: "POST",
      url: "accounts",
      body: { name: "Audited" },
      as: "revops",
    });
    const byRecord = await t.inject({ url: `audit?objectId=${body.id}` });
    expect(byRecord.body.items).toMatchObject([
      { command: "accounts.create", actor: { name: "Test revops" } },
    ]);
    const byActor = await t.inject({ url: "audit?actorId=test-revops" });
    expect(
      byActor.body.items.every((item: { actor: { id: string } }) => item.actor.id === "test-revops"),
    ).toBe(true);
    const later = t.clock.now().add({ seconds: 1 }).toString();
    expect((await t.inject({ url: `audit?from=${later}` })).body.items).toEqual([]);
  });
});

describe("the change feed", () => {
  it("is read on from a cursor", async () => {
    const start = (await t.inject({ url: "changes?limit=1000" })).body.nextCursor;
    await t.inject({ method: "POST", url: "accounts", body: { name: "Fed" } });
    const { items } = (await t.inject({ url: `changes?cursor=${start}` })).body;
    expect(items).toMatchObject([{ name: "account.created", actor: { kind: "teammate" } }]);
    expect((await t.inject({ url: "changes?cursor=x" })).body.fields[0].path).toBe("cursor");
  });
});
