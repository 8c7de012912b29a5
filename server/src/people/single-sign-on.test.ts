import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type TestApp, type TestResponse, testApp } from "../../test/app.ts";
import { startIdentityProvider, type TestIdentityProvider } from "../../test/identity-provider.ts";
import { clearAttempts, cookieFrom, makeTeammate } from "../../test/people.ts";

let t: TestApp;
let provider: TestIdentityProvider;
beforeAll(async () => {
  t = await testApp();
  provider = await startIdentityProvider("http://127.0.0.1:4400/auth/sso/callback");
});
beforeEach(() => clearAttempts(t));
afterAll(async () => {
  await t.close();
  await provider.close();
});

const get = (url: string, cookie = "") => t.inject({ url, as: null, headers: { cookie } });
const save = (more: object = {}, as: "administrator" | "revops" = "administrator") =>
  t.inject({
    method: "PUT",
    url: "single-sign-on",
    as,
    body: {
      label: "Company login",
      issuer: provider.issuer,
      clientId: provider.clientId,
      clientSecret: provider.clientSecret,
      ...more,
    },
  });

/** From the button to the page one comes back to. */
async function enter(login: string, to = "/renewals"): Promise<TestResponse> {
  const begun = await get(`/auth/sso/start?to=${encodeURIComponent(to)}`);
  expect(begun.status).toBe(302);
  const back = await provider.signIn(String(begun.headers.location), login);
  expect(back.origin).toBe("http://127.0.0.1:4400");
  return get(`${back.pathname}${back.search}`, cookieFrom(begun));
}
const problemOf = ({ headers }: TestResponse) => /problem=(\w+)/.exec(String(headers.location))?.[1];

describe("setting it up", () => {
  test("says what is wrong, keeps the secret encrypted and to itself, and is for administrators", async () => {
    expect((await save({}, "revops")).status).toBe(403);
    const unreachable = await save({ issuer: "http://127.0.0.1:1" });
    expect(unreachable).toMatchObject({ status: 400, body: { fields: [{ path: "issuer" }] } });
    expect(await save({ issuer: "http://login.example.com" })).toMatchObject({
      status: 400,
      body: { fields: [{ path: "issuer", message: expect.stringContaining("https://") }] },
    });
    expect((await save({ clientSecret: undefined })).body.fields).toMatchObject([{ path: "clientSecret" }]);
    expect((await get("/auth/sign-in-options")).body).toMatchObject({ singleSignOn: null });
    const saved = await save();
    expect(saved).toMatchObject({
      status: 200,
      body: { isOn: true, redirectUri: "http://127.0.0.1:4400/auth/sso/callback" },
    });
    expect(JSON.stringify(saved.body)).not.toContain(provider.clientSecret);
    expect((await save({ label: "Our login", clientSecret: undefined })).body.label).toBe("Our login");
    const kept = await t.db.selectFrom("single_sign_on").select("client_secret").executeTakeFirstOrThrow();
    expect(kept.client_secret).toMatch(/^v1\./);
    const audit = await t.inject({ url: "audit?command=single-sign-on.save" });
    expect(audit.body.items).toHaveLength(2);
    expect(JSON.stringify(audit.body)).not.toContain(provider.clientSecret);
    expect((await get("/auth/sign-in-options")).body).toEqual({
      singleSignOn: { label: "Our login" },
      mailsPasswordResets: false,
    });
  });
});

describe("signing in at the provider", () => {
  test("lets a teammate in by their confirmed e-mail, and from then on by the provider's own name for them", async () => {
    const ada = await makeTeammate(t, { name: "Ada" });
    provider.claims.ada = { email: ada.email.toUpperCase(), email_verified: true };
    const answer = await enter("ada", "/renewals?due=90");
    expect(answer).toMatchObject({ status: 302, headers: { location: "/renewals?due=90" } });
    const me = await get("me", cookieFrom(answer));
    expect(me.body.teammate).toMatchObject({ id: ada.id });
    const audit = await t.inject({ url: `audit?command=sign-in&actorId=${ada.id}` });
    expect(audit.body.items).toHaveLength(1);
    provider.claims.ada = { email: "somebody.else@example.com", email_verified: true };
    expect((await get("me", cookieFrom(await enter("ada")))).body.teammate.id).toBe(ada.id);
  });

  test("accepts an invitation, without a password", async () => {
    const invited = await t.inject({
      method: "POST",
      url: "invitations",
      body: { email: "iris@example.com", name: "Iris", role: "leader" },
    });
    provider.claims.iris = { email: "iris@example.com" };
    const answer = await enter("iris");
    expect((await get("me", cookieFrom(answer))).body.teammate).toMatchObject({
      name: "Iris",
      role: "leader",
    });
    const token = invited.body.link.split("/").at(-1);
    const late = await t.inject({
      method: "POST",
      url: "/auth/accept-invitation",
      body: { token, name: "Eve", password: "a password of Eve" },
      as: null,
    });
    expect(late.status).toBe(404);
  });

  test("keeps out who was not invited, is suspended, or whose e-mail is not confirmed", async () => {
    const before = await t.db.selectFrom("teammates").select("id").execute();
    provider.claims.eve = { email: "eve@example.com", email_verified: true };
    expect(problemOf(await enter("eve"))).toBe("refused");
    const sue = await makeTeammate(t, { name: "Sue" });
    provider.claims.sue = { email: sue.email, email_verified: false };
    expect(problemOf(await enter("sue"))).toBe("refused");
    provider.claims.sue = { email: sue.email, email_verified: true };
    expect((await enter("sue")).headers.location).toBe("/renewals");
    await t.inject({ method: "PUT", url: `teammates/${sue.id}/suspension` });
    const suspended = await enter("sue");
    expect(problemOf(suspended)).toBe("refused");
    expect(cookieFrom(suspended)).not.toMatch(/session_token=\w/);
    expect((await t.db.selectFrom("teammates").select("id").execute()).length).toBe(before.length + 1);
  });

  test("takes no answer that it did not ask for: without its cookie, of another request, or a second time", async () => {
    const max = await makeTeammate(t, { name: "Max" });
    provider.claims.max = { email: max.email, email_verified: true };
    const [one, two] = [await get("/auth/sso/start"), await get("/auth/sso/start")];
    const back = await provider.signIn(String(one.headers.location), "max");
    const callback = `${back.pathname}${back.search}`;
    expect(problemOf(await get(callback))).toBe("late");
    expect(problemOf(await get(callback, cookieFrom(two)))).toBe("failed");
    expect(problemOf(await get(callback, cookieFrom(one).replace("=v1.", "=v1.x")))).toBe("late");
    expect((await get(callback, cookieFrom(one))).headers.location).toBe("/");
    expect(problemOf(await get(callback, cookieFrom(one)))).toBe("failed");
    t.advance({ minutes: 11 });
    expect(problemOf(await get(callback, cookieFrom(one)))).toBe("late");
  });

  test.each(["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"])(
    "leads nobody to %s",
    async (to) => {
      provider.claims.ada = {};
      expect((await enter("ada", to)).headers.location).toBe("/");
    },
  );

  test("is gone when it is taken away", async () => {
    expect((await t.inject({ method: "DELETE", url: "single-sign-on" })).status).toBe(204);
    expect((await get("/auth/sign-in-options")).body).toMatchObject({ singleSignOn: null });
    expect(problemOf(await get("/auth/sso/start"))).toBe("off");
  });
});
