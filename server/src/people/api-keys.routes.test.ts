import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { bearer, signInAs } from "../../test/people.ts";

let t: TestApp;
let boss: Awaited<ReturnType<typeof signInAs>>;
beforeAll(async () => {
  t = await testApp();
  boss = await signInAs(t, { name: "Boss", role: "administrator" });
});
afterAll(() => t.close());

async function make(body: object, cookie = boss.cookie) {
  return t.inject({
    method: "POST",
    url: "api-keys",
    body: { name: "Warehouse", scopes: ["accounts.read"], ...body },
    as: null,
    headers: { cookie },
  });
}
const asKey = (key: string, url: string, method: "GET" | "POST" = "GET", body?: object) =>
  t.inject({ method, url, body, as: null, headers: { ...bearer(key), "x-perennial-csrf": undefined } });

describe("API keys", () => {
  it("are shown once and kept as a hash", async () => {
    const { body, status } = await make({});
    expect(status).toBe(201);
    expect(body.key).toMatch(/^pk_[\w-]{43}$/);
    const row = await t.db
      .selectFrom("api_keys")
      .selectAll()
      .where("id", "=", body.apiKey.id)
      .executeTakeFirst();
    expect(row?.key_hash).toBe(createHash("sha256").update(body.key).digest("hex"));
    const list = await t.inject({ url: "api-keys" });
    const everywhere = await Promise.all([
      t.db.selectFrom("api_keys").selectAll().execute(),
      t.db.selectFrom("audit").selectAll().execute(),
      t.db.selectFrom("history").selectAll().execute(),
      t.db.selectFrom("feed").selectAll().execute(),
      t.db.selectFrom("idempotency_keys").selectAll().execute(),
    ]);
    expect(JSON.stringify([list.body, everywhere])).not.toContain(body.key);
  });

  it("may do what their scopes say and no more", async () => {
    const { body } = await make({ scopes: ["accounts.read"] });
    expect((await asKey(body.key, "accounts")).status).toBe(200);
    expect((await asKey(body.key, "contacts")).body.code).toBe("forbidden");
    expect((await asKey(body.key, "accounts", "POST", { name: "X" })).body.code).toBe("forbidden");
    const wide = await make({ scopes: ["accounts.*"] });
    expect((await asKey(wide.body.key, "accounts", "POST", { name: "By a key" })).status).toBe(201);
    const entry = await t.inject({ url: `audit?actorId=${wide.body.apiKey.id}&command=accounts.create` });
    expect(entry.body.items[0].actor).toMatchObject({ kind: "api-key", name: "Warehouse" });
  });

  it("never outrank who made them, also after that person's role changed", async () => {
    const revops = await signInAs(t, { name: "Rev", role: "administrator" });
    const { body } = await make({ scopes: ["*"] }, revops.cookie);
    expect((await asKey(body.key, "audit")).status).toBe(200);
    await t.inject({ method: "PATCH", url: `teammates/${revops.id}`, body: { role: "viewer" } });
    expect((await asKey(body.key, "audit")).body.code).toBe("forbidden");
    expect((await asKey(body.key, "accounts")).status).toBe(200);
    const child = await asKey(body.key, "api-keys", "POST", { name: "Child", scopes: ["*"] });
    expect(child.body.code).toBe("forbidden");
  });

  it("cannot make keys that may do more than they may", async () => {
    const { body } = await make({ scopes: ["api-keys.*", "accounts.read"] });
    const more = await asKey(body.key, "api-keys", "POST", { name: "More", scopes: ["accounts.write"] });
    expect(more.body.code).toBe("forbidden");
    const same = await asKey(body.key, "api-keys", "POST", { name: "Same", scopes: ["accounts.read"] });
    expect(same.status).toBe(201);
    expect(same.body.apiKey.ownerId).toBe(boss.id);
  });

  it("end with their time, by being revoked, and with their owner", async () => {
    const expiring = await make({ expiresAt: t.clock.now().add({ hours: 1 }).toString() });
    expect((await asKey(expiring.body.key, "accounts")).status).toBe(200);
    t.advance({ minutes: 61 });
    expect((await asKey(expiring.body.key, "accounts")).status).toBe(401);
    const past = await make({ expiresAt: "2020-01-01T00:00:00Z" });
    expect(past.body.fields[0].path).toBe("expiresAt");
    const revoked = await make({});
    await t.inject({ method: "DELETE", url: `api-keys/${revoked.body.apiKey.id}` });
    expect((await asKey(revoked.body.key, "accounts")).status).toBe(401);
    const leaver = await signInAs(t, { name: "Leaver", role: "administrator" });
    const theirs = await make({}, leaver.cookie);
    await t.inject({ method: "DELETE", url: `teammates/${leaver.id}` });
    expect((await asKey(theirs.body.key, "accounts")).status).toBe(401);
    expect((await t.inject({ url: "me", as: null, headers: { cookie: leaver.cookie } })).status).toBe(401);
    await t.inject({ method: "POST", url: `teammates/${leaver.id}/restoration` });
    expect((await asKey(theirs.body.key, "accounts")).status).toBe(401);
  });

  it("remember their last use, at most once a minute", async () => {
    const { body } = await make({});
    const lastUse = async () =>
      (await t.inject({ url: "api-keys" })).body.items.find(
        (each: { id: string }) => each.id === body.apiKey.id,
      ).lastUsedAt;
    expect(await lastUse()).toBeNull();
    await asKey(body.key, "accounts");
    const first = await lastUse();
    expect(first).not.toBeNull();
    t.advance({ seconds: 30 });
    await asKey(body.key, "accounts");
    expect(await lastUse()).toBe(first);
    t.advance({ seconds: 31 });
    await asKey(body.key, "accounts");
    expect(await lastUse()).not.toBe(first);
  });

  it("have nothing of a person's own: no sessions, no password", async () => {
    const { body } = await make({ scopes: ["*"] });
    expect((await asKey(body.key, "me/sessions")).body.code).toBe("forbidden");
    const me = await asKey(body.key, "me");
    expect(me.body).toMatchObject({ kind: "api-key", teammate: null });
  });
});
