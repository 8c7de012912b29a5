import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type TestApp, type TestResponse, testApp } from "../../test/app.ts";
import { clearAttempts, cookieFrom, signInAs } from "../../test/people.ts";
import { codeOf } from "../../test/totp.ts";

let t: TestApp;
beforeAll(async () => {
  t = await testApp();
});
beforeEach(() => clearAttempts(t));
afterAll(() => t.close());

type Method = "GET" | "POST" | "PUT" | "DELETE";
const as = (cookie: string) => (method: Method, url: string, body?: object) =>
  t.inject({ method, url, as: null, headers: { cookie }, ...(body ? { body } : {}) });
const signIn = ({ email, password }: { email: string; password: string }) =>
  t.inject({ method: "POST", url: "/auth/sign-in", as: null, body: { email, password } });
const give = (first: TestResponse, code: string) =>
  as(cookieFrom(first))("POST", "/auth/second-factor", { code });
const isSignedIn = async (cookie: string) => (await as(cookie)("GET", "me")).status === 200;

/** Somebody whose second factor is on. */
async function protectedPerson(name: string) {
  const person = await signInAs(t, { name });
  const begun = await as(person.cookie)("POST", "me/second-factor", { password: person.password });
  expect(begun.status, JSON.stringify(begun.body)).toBe(201);
  const { uri, recoveryCodes } = begun.body as { uri: string; recoveryCodes: string[] };
  const confirmed = await as(person.cookie)("PUT", "me/second-factor", { code: codeOf(uri) });
  expect(confirmed.status, JSON.stringify(confirmed.body)).toBe(204);
  return { ...person, cookie: cookieFrom(confirmed), uri, recoveryCodes };
}

describe("setting it up", () => {
  test("asks for the password and one code; nothing is on before, and secrets are kept encrypted", async () => {
    const ada = await signInAs(t, { name: "Ada" });
    const call = as(ada.cookie);
    expect(await call("POST", "me/second-factor", { password: "wrong" })).toMatchObject({
      status: 400,
      body: { fields: [{ path: "password" }] },
    });
    const { body } = await call("POST", "me/second-factor", { password: ada.password });
    expect(body.uri).toMatch(/^otpauth:\/\/totp\/Perennial:/);
    expect(body.recoveryCodes).toHaveLength(10);
    expect((await call("GET", "me/second-factor")).body).toMatchObject({ isOn: false, hasPassword: true });
    expect((await signIn(ada)).body).toEqual({ needsSecondFactor: false });
    expect(await call("PUT", "me/second-factor", { code: codeOf(body.uri, -20) })).toMatchObject({
      status: 400,
      body: { fields: [{ path: "code" }] },
    });
    const confirmed = await call("PUT", "me/second-factor", { code: codeOf(body.uri) });
    expect(confirmed.status).toBe(204);
    const cookie = cookieFrom(confirmed);
    expect((await as(cookie)("GET", "me/second-factor")).body).toMatchObject({
      isOn: true,
      recoveryCodesLeft: 10,
    });
    const kept = JSON.stringify(await t.db.selectFrom("two_factors").selectAll().execute());
    expect(kept).not.toContain(new URL(body.uri).searchParams.get("secret"));
    for (const code of body.recoveryCodes) expect(kept).not.toContain(code);
    const audit = await t.inject({ url: "audit?command=teammates.change-second-factor" });
    expect(audit.body.items).toMatchObject([{ actor: { id: ada.id } }]);
  });
});

describe("signing in", () => {
  test("opens no session before the second step, and is audited after it", async () => {
    const ben = await protectedPerson("Ben");
    const first = await signIn(ben);
    expect(first).toMatchObject({ status: 200, body: { needsSecondFactor: true } });
    expect(await isSignedIn(cookieFrom(first))).toBe(false);
    expect(await give(first, codeOf(ben.uri, -20))).toMatchObject({
      status: 400,
      body: { code: "invalid-input" },
    });
    const second = await give(first, codeOf(ben.uri));
    expect(second.status).toBe(204);
    expect(await isSignedIn(cookieFrom(second))).toBe(true);
    expect((await give(first, codeOf(ben.uri))).status, "the first step is used up").toBe(401);
    expect((await t.inject({ url: `audit?command=sign-in&actorId=${ben.id}` })).body.items).toHaveLength(2);
  });

  test("takes each recovery code once", async () => {
    const cleo = await protectedPerson("Cleo");
    const [code = ""] = cleo.recoveryCodes;
    const in1 = await give(await signIn(cleo), code);
    expect(await isSignedIn(cookieFrom(in1))).toBe(true);
    expect((await give(await signIn(cleo), code)).status).toBe(400);
    expect((await as(cleo.cookie)("GET", "me/second-factor")).body.recoveryCodesLeft).toBe(9);
    const renewed = await as(cleo.cookie)("POST", "me/second-factor/recovery-codes", {
      password: cleo.password,
    });
    expect(renewed.body.recoveryCodes).toHaveLength(10);
    expect((await give(await signIn(cleo), cleo.recoveryCodes[1] ?? "")).status).toBe(400);
  });

  test("ends the guessing after five wrong codes", async () => {
    const dan = await protectedPerson("Dan");
    const first = await signIn(dan);
    for (let n = 0; n < 5; n += 1) expect((await give(first, codeOf(dan.uri, -20 - n))).status).toBe(400);
    expect((await give(first, codeOf(dan.uri))).status).toBe(429);
    expect((await give(first, codeOf(dan.uri))).status).toBe(401);
  });

  test("without the first step's cookie there is no second, and a suspended person gets no further", async () => {
    const eli = await protectedPerson("Eli");
    const none = await t.inject({
      method: "POST",
      url: "/auth/second-factor",
      as: null,
      body: { code: codeOf(eli.uri) },
    });
    expect(none.status).toBe(401);
    const first = await signIn(eli);
    await t.inject({ method: "PUT", url: `teammates/${eli.id}/suspension` });
    const second = await give(first, codeOf(eli.uri));
    expect(second.status).toBe(403);
    expect(await isSignedIn(cookieFrom(second))).toBe(false);
  });

  test("a new password by a link does not get around it", async () => {
    const fay = await protectedPerson("Fay");
    const link = await t.inject({ method: "POST", url: `teammates/${fay.id}/password-reset-link` });
    const token = link.body.link.split("/").at(-1);
    const reset = await t.inject({
      method: "POST",
      url: "/auth/reset-password",
      as: null,
      body: { token, password: "another password" },
    });
    expect(reset.status).toBe(204);
    expect(await isSignedIn(cookieFrom(reset))).toBe(false);
  });
});

describe("turning it off", () => {
  test("asks for the password; an administrator can do it for somebody who lost it, ending their sessions", async () => {
    const gus = await protectedPerson("Gus");
    expect((await as(gus.cookie)("POST", "me/second-factor/removal", { password: "wrong" })).status).toBe(
      400,
    );
    const removed = await as(gus.cookie)("POST", "me/second-factor/removal", { password: gus.password });
    expect(removed.status).toBe(204);
    expect((await signIn(gus)).body).toEqual({ needsSecondFactor: false });

    const hal = await protectedPerson("Hal");
    expect((await t.inject({ method: "DELETE", url: `teammates/${hal.id}/second-factor` })).status).toBe(204);
    expect(await isSignedIn(hal.cookie)).toBe(false);
    expect((await signIn(hal)).body).toEqual({ needsSecondFactor: false });
    expect((await t.inject({ method: "DELETE", url: `teammates/${hal.id}/second-factor` })).status).toBe(404);
  });
});
