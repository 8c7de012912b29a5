import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { clearAttempts, cookieFrom, signInAs } from "../../test/people.ts";

let t: TestApp;
let boss: Awaited<ReturnType<typeof signInAs>>;
beforeAll(async () => {
  t = await testApp();
  boss = await signInAs(t, { name: "Boss", role: "administrator" });
});
beforeEach(() => clearAttempts(t));
afterAll(() => t.close());

const invite = (body: object) =>
  t.inject({
    method: "POST",
    url: "invitations",
    body: { role: "csm", ...body },
    as: null,
    headers: { cookie: boss.cookie },
  });
const tokenOf = (answer: { body: { link: string } }) => answer.body.link.split("/").at(-1) ?? "";
const accept = (token: string, name = "Nia") =>
  t.inject({
    method: "POST",
    url: "/auth/accept-invitation",
    body: { token, name, password: "a password of Nia" },
    as: null,
  });

describe("invitations", () => {
  it("let somebody in once, as the role they were invited for", async () => {
    const made = await invite({ email: "nia@example.com", team: "EMEA" });
    expect(made.body.link).toContain("http://127.0.0.1:4400/accept-invitation/");
    const check = await t.inject({
      method: "POST",
      url: "/auth/link-check",
      body: { token: tokenOf(made), purpose: "invitation" },
      as: null,
    });
    expect(check.body).toMatchObject({ email: "nia@example.com" });
    const accepted = await accept(tokenOf(made));
    expect(accepted.status).toBe(204);
    const me = await t.inject({ url: "me", as: null, headers: { cookie: cookieFrom(accepted) } });
    expect(me.body.teammate).toMatchObject({ name: "Nia", role: "csm", team: "EMEA" });
    expect((await accept(tokenOf(made), "Eve")).status).toBe(404);
    const again = await invite({ email: "NIA@example.com", role: "administrator" });
    expect(again.body.code).toBe("conflict");
  });

  it("are accepted by one of two who come at once", async () => {
    const token = tokenOf(await invite({ email: "two@example.com" }));
    const answers = await Promise.all([accept(token, "One"), accept(token, "Two")]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([204, 404]);
  });

  it("expire after seven days, and work again by a new link only", async () => {
    const made = await invite({ email: "late@example.com" });
    t.advance({ days: 7, minutes: 1 });
    expect((await accept(tokenOf(made))).status).toBe(404);
    const renewed = await t.inject({
      method: "POST",
      url: `invitations/${made.body.invitation.id}/renewal`,
      as: null,
      headers: { cookie: boss.cookie },
    });
    expect(renewed.status).toBe(200);
    expect((await accept(tokenOf(made))).status).toBe(404);
    expect((await accept(tokenOf(renewed))).status).toBe(204);
  });

  it("are revocable, and die when the e-mail turns out to be wrong", async () => {
    const made = await invite({ email: "gone@example.com" });
    await t.inject({ method: "DELETE", url: `invitations/${made.body.invitation.id}` });
    expect((await accept(tokenOf(made))).status).toBe(404);
    expect((await t.inject({ url: "invitations" })).body.items).toEqual([]);
    const mistyped = await invite({ email: "tpyo@example.com" });
    await t.inject({
      method: "PATCH",
      url: `teammates/${mistyped.body.invitation.teammateId}`,
      body: { email: "typo@example.com" },
    });
    expect((await accept(tokenOf(mistyped))).status).toBe(404);
    const right = await invite({ email: "typo@example.com" });
    expect(right.status).toBe(201);
    expect(right.body.invitation.teammateId).toBe(mistyped.body.invitation.teammateId);
  });

  it("are kept as hashes, also when asked with an idempotency key", async () => {
    const made = await t.inject({
      method: "POST",
      url: "invitations",
      body: { email: "hash@example.com", role: "viewer" },
      headers: { "idempotency-key": "invite-hash-1" },
    });
    const kept = await Promise.all([
      t.db.selectFrom("sign_in_links").selectAll().execute(),
      t.db.selectFrom("audit").selectAll().execute(),
      t.db.selectFrom("feed").selectAll().execute(),
      t.db.selectFrom("idempotency_keys").selectAll().execute(),
    ]);
    expect(JSON.stringify(kept)).not.toContain(tokenOf(made));
  });
});

describe("suspending and archiving", () => {
  it("ends sessions at once, and lets in again with the old password", async () => {
    const sue = await signInAs(t, { name: "Sue" });
    const suspended = await t.inject({ method: "PUT", url: `teammates/${sue.id}/suspension` });
    expect(suspended.body.status).toBe("suspended");
    expect((await t.inject({ url: "me", as: null, headers: { cookie: sue.cookie } })).status).toBe(401);
    expect(await t.db.selectFrom("sessions").select("id").where("sign_in_id", "=", sue.id).execute()).toEqual(
      [],
    );
    const refused = await t.inject({ method: "POST", url: "/auth/sign-in", body: sue, as: null });
    expect(refused.status).toBe(403);
    await t.inject({ method: "DELETE", url: `teammates/${sue.id}/suspension` });
    expect((await t.inject({ method: "POST", url: "/auth/sign-in", body: sue, as: null })).status).toBe(200);
  });

  it("is refused for the last administrator, in every way, also when two try it on one another", async () => {
    const demote = (id: string) =>
      t.inject({ method: "PATCH", url: `teammates/${id}`, body: { role: "viewer" } });
    expect((await demote(boss.id)).body.code).toBe("conflict");
    expect((await t.inject({ method: "PUT", url: `teammates/${boss.id}/suspension` })).body.code).toBe(
      "conflict",
    );
    expect((await t.inject({ method: "DELETE", url: `teammates/${boss.id}` })).body.code).toBe("conflict");
    const second = await signInAs(t, { name: "Second", role: "administrator" });
    const both = await Promise.all([demote(boss.id), demote(second.id)]);
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 409]);
    await t.inject({ method: "PATCH", url: `teammates/${boss.id}`, body: { role: "administrator" } });
  });
});

describe("a password reset link", () => {
  it("sets a new password once, within an hour, and ends every session", async () => {
    const pia = await signInAs(t, { name: "Pia" });
    const make = () => t.inject({ method: "POST", url: `teammates/${pia.id}/password-reset-link` });
    const reset = (token: string) =>
      t.inject({
        method: "POST",
        url: "/auth/reset-password",
        body: { token, password: "another long one" },
        as: null,
      });
    const first = await make();
    const second = await make();
    expect((await reset(tokenOf(first))).status).toBe(404);
    expect((await reset(tokenOf(second))).status).toBe(204);
    expect((await reset(tokenOf(second))).status).toBe(404);
    expect((await t.inject({ url: "me", as: null, headers: { cookie: pia.cookie } })).status).toBe(401);
    expect((await t.inject({ method: "POST", url: "/auth/sign-in", body: pia, as: null })).status).toBe(401);
    const third = await make();
    t.advance({ minutes: 61 });
    expect((await reset(tokenOf(third))).status).toBe(404);
    const invitation = await invite({ email: "mixed@example.com" });
    expect((await reset(tokenOf(invitation))).status).toBe(404);
  });
});
