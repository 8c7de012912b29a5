import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { bearer, clearAttempts, cookieFrom, makeTeammate, signInAs } from "../../test/people.ts";

let t: TestApp;
beforeAll(async () => {
  t = await testApp();
});
afterAll(() => t.close());

describe("signing in", () => {
  it("gives a cookie that scripts cannot read and that says who asks", async () => {
    const ada = await makeTeammate(t, { name: "Ada", role: "csm" });
    const answer = await t.inject({
      method: "POST",
      url: "/auth/sign-in",
      body: { email: ada.email.toUpperCase(), password: ada.password },
      as: null,
    });
    expect(answer.status).toBe(200);
    expect(String(answer.headers["set-cookie"])).toMatch(/HttpOnly; SameSite=Lax/);
    const me = await t.inject({ url: "me", as: null, headers: { cookie: cookieFrom(answer) } });
    expect(me.body).toMatchObject({
      kind: "teammate",
      teammate: { id: ada.id, name: "Ada", role: "csm", roleLabel: "CSM / AM" },
      company: { currency: "USD" },
    });
    expect(me.body.permissions).toContain("accounts.write");
    const audit = await t.inject({ url: `audit?command=sign-in&actorId=${ada.id}` });
    expect(audit.body.items).toHaveLength(1);
  });

  it("answers an unknown e-mail as it answers a wrong password", async () => {
    const ben = await makeTeammate(t, { name: "Ben" });
    const attempt = (email: string) =>
      t.inject({
        method: "POST",
        url: "/auth/sign-in",
        body: { email, password: "not the password" },
        as: null,
      });
    const wrong = await attempt(ben.email);
    const unknown = await attempt("nobody@example.com");
    expect(wrong.status).toBe(401);
    expect({ ...unknown.body, requestId: "" }).toEqual({ ...wrong.body, requestId: "" });
    expect(wrong.headers["set-cookie"]).toBeUndefined();
  });

  it("keeps a hash of the password only", async () => {
    const eve = await makeTeammate(t, { name: "Eve" });
    const row = await t.db
      .selectFrom("credentials")
      .select("password_hash")
      .where("sign_in_id", "=", eve.id)
      .executeTakeFirstOrThrow();
    expect(row.password_hash).not.toContain(eve.password);
    expect(row.password_hash?.length).toBeGreaterThan(60);
  });

  it("stops guessing at one person's password, and lets them in again later", async () => {
    const cleo = await makeTeammate(t, { name: "Cleo" });
    const attempt = (password: string) =>
      t.inject({ method: "POST", url: "/auth/sign-in", body: { email: cleo.email, password }, as: null });
    const statuses = [];
    for (let guess = 0; guess < 11; guess += 1)
      statuses.push((await attempt(`guess number ${guess}`)).status);
    expect(statuses).toEqual([...Array(10).fill(401), 429]);
    const right = await attempt(cleo.password);
    expect(right.status).toBe(429);
    expect(Number(right.headers["retry-after"])).toBeGreaterThan(0);
    t.advance({ minutes: 16 });
    expect((await attempt(cleo.password)).status).toBe(200);
    await clearAttempts(t);
  });

  it("counts attempts that arrive at the same moment", async () => {
    const dan = await makeTeammate(t, { name: "Dan" });
    const answers = await Promise.all(
      Array.from({ length: 14 }, () =>
        t.inject({
          method: "POST",
          url: "/auth/sign-in",
          body: { email: dan.email, password: "x" },
          as: null,
        }),
      ),
    );
    expect(answers.filter((answer) => answer.status === 429)).toHaveLength(4);
    await clearAttempts(t);
  });

  it("refuses requests from other sites, to sign in and with a session", async () => {
    const finn = await signInAs(t, { name: "Finn", role: "administrator" });
    const foreign = { cookie: finn.cookie, origin: "https://evil.example" };
    const body = { name: "Taken over" };
    const refused = await t.inject({ method: "PATCH", url: "company", body, as: null, headers: foreign });
    expect(refused.body.code).toBe("forbidden");
    const noHeader = await t.inject({
      method: "PATCH",
      url: "company",
      body,
      as: null,
      headers: { cookie: finn.cookie, "x-perennial-csrf": undefined },
    });
    expect(noHeader.body.code).toBe("forbidden");
    const signIn = await t.inject({
      method: "POST",
      url: "/auth/sign-in",
      body: { email: finn.email, password: finn.password },
      as: null,
      headers: { origin: "https://evil.example" },
    });
    expect(signIn.status).toBe(403);
    const own = await t.inject({
      method: "PATCH",
      url: "company",
      body: { name: "Fern & Co" },
      as: null,
      headers: { cookie: finn.cookie, origin: "http://127.0.0.1:4400" },
    });
    expect(own.status).toBe(200);
  });

  it("does not act for the cookie's owner when an Authorization header is sent with it", async () => {
    const gus = await signInAs(t, { name: "Gus", role: "administrator" });
    const answer = await t.inject({
      method: "PATCH",
      url: "company",
      body: { name: "Taken over" },
      as: null,
      headers: { cookie: gus.cookie, ...bearer("pk_wrong"), origin: "https://evil.example" },
    });
    expect(answer.status).toBe(401);
    const basic = await t.inject({
      url: "me",
      as: null,
      headers: { cookie: gus.cookie, authorization: "Basic eDp5" },
    });
    expect(basic.status).toBe(401);
  });

  it("has nowhere to sign oneself up", async () => {
    for (const url of ["/auth/sign-up/email", "/auth/sign-up", "/auth/update-user", "/auth/delete-user"]) {
      const answer = await t.inject({
        method: "POST",
        url,
        body: { name: "Eve", email: "eve@evil.example", password: "a long password" },
        as: null,
      });
      expect(answer.status).toBe(404);
    }
  });
});

describe("sessions", () => {
  it("lists one's own and ends them at once, never another's", async () => {
    const hal = await signInAs(t, { name: "Hal" });
    const other = cookieFrom(await t.inject({ method: "POST", url: "/auth/sign-in", body: hal, as: null }));
    const ida = await signInAs(t, { name: "Ida" });
    const list = await t.inject({ url: "me/sessions", as: null, headers: { cookie: hal.cookie } });
    expect(list.body.items).toHaveLength(2);
    const elsewhere = list.body.items.find((item: { isCurrent: boolean }) => !item.isCurrent);
    const foreign = await t.inject({
      method: "DELETE",
      url: `me/sessions/${elsewhere.id}`,
      as: null,
      headers: { cookie: ida.cookie },
    });
    expect(foreign.status).toBe(404);
    expect((await t.inject({ url: "me", as: null, headers: { cookie: other } })).status).toBe(200);
    const own = await t.inject({
      method: "DELETE",
      url: `me/sessions/${elsewhere.id}`,
      as: null,
      headers: { cookie: hal.cookie },
    });
    expect(own.status).toBe(204);
    expect((await t.inject({ url: "me", as: null, headers: { cookie: other } })).status).toBe(401);
    expect((await t.inject({ url: "me", as: null, headers: { cookie: hal.cookie } })).status).toBe(200);
  });

  it("ends with signing out, and with its time", async () => {
    const jo = await signInAs(t, { name: "Jo" });
    await t.inject({ method: "POST", url: "/auth/sign-out", as: null, headers: { cookie: jo.cookie } });
    expect((await t.inject({ url: "me", as: null, headers: { cookie: jo.cookie } })).status).toBe(401);
    const again = await signInAs(t, { name: "Kit" });
    await t.db
      .updateTable("sessions")
      .set({ expires_at: "2020-01-01T00:00:00Z" })
      .where("sign_in_id", "=", again.id)
      .execute();
    expect((await t.inject({ url: "me", as: null, headers: { cookie: again.cookie } })).status).toBe(401);
  });

  it("is not made by a cookie somebody signed themselves", async () => {
    const forged = `perennial.session_token=${"x".repeat(32)}.${encodeURIComponent("bm90IGEgc2lnbmF0dXJl")}`;
    expect((await t.inject({ url: "me", as: null, headers: { cookie: forged } })).status).toBe(401);
  });

  it("ends elsewhere when the password is changed; the old password is asked for", async () => {
    const lea = await signInAs(t, { name: "Lea" });
    const other = cookieFrom(await t.inject({ method: "POST", url: "/auth/sign-in", body: lea, as: null }));
    const change = (currentPassword: string) =>
      t.inject({
        method: "PUT",
        url: "me/password",
        body: { currentPassword, newPassword: "a new long password" },
        as: null,
        headers: { cookie: lea.cookie },
      });
    expect((await change("not it")).body.fields[0].path).toBe("currentPassword");
    expect((await change(lea.password)).status).toBe(204);
    expect((await t.inject({ url: "me", as: null, headers: { cookie: other } })).status).toBe(401);
    expect((await t.inject({ url: "me", as: null, headers: { cookie: lea.cookie } })).status).toBe(200);
    const old = await t.inject({ method: "POST", url: "/auth/sign-in", body: lea, as: null });
    expect(old.status).toBe(401);
  });
});
