import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { clearAttempts, cookieFrom, makeTeammate } from "../../test/people.ts";
import { setUpLink } from "./index.ts";

let t: TestApp;
beforeEach(async () => {
  t = await testApp();
});
afterEach(() => t.close());

const company = { name: "Fern & Co", timeZone: "Europe/Berlin", currency: "EUR", fiscalYearStartMonth: 2 };
const claim = (token: string, email = "ada@example.com") =>
  t.inject({
    method: "POST",
    url: "/auth/set-up",
    body: { token, name: "Ada", email, password: "a password of Ada", company },
    as: null,
  });
const tokenOf = (link: string | undefined) => String(link).split("/set-up/")[1] ?? "";

describe("the one-time set-up link", () => {
  it("makes the first administrator and the company, signs them in, and is gone", async () => {
    const link = await setUpLink(t.app);
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:4400\/set-up\/[\w-]{43}$/);
    const claimed = await claim(tokenOf(link));
    expect(claimed.status).toBe(204);
    const me = await t.inject({ url: "me", as: null, headers: { cookie: cookieFrom(claimed) } });
    expect(me.body).toMatchObject({
      teammate: { name: "Ada", role: "administrator" },
      permissions: ["*"],
      company,
    });
    expect((await claim(tokenOf(link), "eve@example.com")).status).toBe(404);
    expect(await setUpLink(t.app)).toBeUndefined();
  });

  it("is claimed by one of two who come at once", async () => {
    const token = tokenOf(await setUpLink(t.app));
    const answers = await Promise.all(
      ["a", "b", "c", "d"].map((name) => claim(token, `${name}@example.com`)),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([204, 404, 404, 404]);
    const people = await t.inject({ url: "teammates" });
    expect(people.body.items).toHaveLength(1);
  });

  it("is kept as a hash, replaced by the next start's, and expires", async () => {
    const first = tokenOf(await setUpLink(t.app));
    const stored = await t.db.selectFrom("set_up_links").selectAll().executeTakeFirstOrThrow();
    expect(JSON.stringify(stored)).not.toContain(first);
    const second = tokenOf(await setUpLink(t.app));
    expect((await claim(first)).status).toBe(404);
    const check = (token: string) =>
      t.inject({ method: "POST", url: "/auth/link-check", body: { token, purpose: "set-up" }, as: null });
    expect((await check(second)).status).toBe(200);
    t.advance({ hours: 25 });
    expect((await check(second)).status).toBe(404);
    expect((await claim(second)).status).toBe(404);
  });

  it("does nothing once somebody else has become administrator", async () => {
    const token = tokenOf(await setUpLink(t.app));
    await makeTeammate(t, { name: "Root", role: "administrator" });
    expect((await claim(token)).status).toBe(404);
  });

  it("turns an imported teammate into the administrator, and refuses a bad company without using itself up", async () => {
    await t.inject({
      method: "POST",
      url: "teammates/bulk-upsert",
      body: { items: [{ externalId: "T-1", name: "A. Lovelace", email: "Ada@Example.com" }] },
    });
    const token = tokenOf(await setUpLink(t.app));
    const wrong = await t.inject({
      method: "POST",
      url: "/auth/set-up",
      body: {
        token,
        name: "Ada",
        email: "ada@example.com",
        password: "short",
        company: { ...company, timeZone: "Mars/Olympus" },
      },
      as: null,
    });
    expect(wrong.body.fields.map((field: { path: string }) => field.path).sort()).toEqual([
      "company.timeZone",
      "password",
    ]);
    expect((await claim(token)).status).toBe(204);
    const people = await t.inject({ url: "teammates" });
    expect(people.body.items).toMatchObject([{ name: "Ada", status: "active", role: "administrator" }]);
    await clearAttempts(t);
  });
});
