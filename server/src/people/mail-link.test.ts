import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { signInAs } from "../../test/people.ts";
import { type SmtpSink, startSmtpSink } from "../../test/smtp-sink.ts";
import { readMessage } from "../conversations/mail/read-message.ts";
import { drainJobs } from "../kernel/jobs/index.ts";
import { sendDue } from "../kernel/mail/sender.ts";
import { mailPasswordReset } from "./ask-password-reset.ts";

let t: TestApp;
let sink: SmtpSink;
let cookie: string;
beforeAll(async () => {
  t = await testApp();
  sink = await startSmtpSink();
  t.app.settings.smtpUrl = sink.url;
  ({ cookie } = await signInAs(t, { name: "Boss", role: "administrator" }));
});
afterAll(async () => {
  await t.close();
  await sink.close();
});

const post = (url: string, body?: object) =>
  t.inject({ method: "POST", url, as: null, headers: { cookie }, ...(body ? { body } : {}) });
const lastMail = async () => {
  await sendDue(t.app);
  const raw = sink.messages.at(-1)?.raw ?? "";
  return readMessage(new TextEncoder().encode(raw), { foldsQuotes: false });
};

test("an invitation and a link for a new password are mailed to their person, shown all the same, and not kept", async () => {
  const invited = await post("invitations", { email: "nia@example.com", name: "Nia", role: "csm" });
  expect(invited).toMatchObject({ status: 201, body: { mailedTo: "nia@example.com" } });
  const mail = await lastMail();
  expect(sink.messages.at(-1)?.to).toEqual(["nia@example.com"]);
  expect(mail).toMatchObject({ subject: expect.stringContaining("Boss invites you"), kind: "auto-reply" });
  expect(mail.text).toContain(invited.body.link);
  const token = invited.body.link.split("/").at(-1);
  const accepted = await t.inject({
    method: "POST",
    url: "/auth/accept-invitation",
    as: null,
    body: { token, name: "Nia", password: "a password of Nia" },
  });
  expect(accepted.status).toBe(204);

  const { teammateId } = invited.body.invitation;
  const reset = await post(`teammates/${teammateId}/password-reset-link`);
  expect(reset.body.mailedTo).toBe("nia@example.com");
  expect((await lastMail()).text).toContain(reset.body.link);

  const kept = await t.db.selectFrom("outgoing_messages").select(["status", "content"]).execute();
  expect(kept.map((row) => row.status)).toEqual(["sent", "sent"]);
  for (const { content } of kept)
    expect(JSON.stringify(content)).not.toMatch(/accept-invitation|reset-password/);
});

test("a renewed invitation is mailed with its new link, from the sender that is set", async () => {
  const patched = await t.inject({
    method: "PATCH",
    url: "mail-settings",
    body: { senderName: "Team", senderAddress: "team@ours.example" },
  });
  expect(patched.status).toBe(200);
  const invited = await post("invitations", { email: "late@example.com", role: "viewer" });
  const renewed = await post(`invitations/${invited.body.invitation.id}/renewal`);
  expect(renewed.body.mailedTo).toBe("late@example.com");
  const mail = await lastMail();
  expect(mail.from).toEqual({ name: "Team", address: "team@ours.example" });
  expect(sink.messages.filter((message) => message.raw.includes("late@example.com"))).toHaveLength(2);
  expect(sink.messages.some((message) => message.raw.includes(renewed.body.link.slice(-20)))).toBe(true);
});

test("a refused invitation mails nobody; without a mail server the link alone is given", async () => {
  const before = sink.messages.length;
  expect((await post("invitations", { email: "nia@example.com", role: "csm" })).status).toBe(409);
  await sendDue(t.app);
  expect(sink.messages).toHaveLength(before);
  delete t.app.settings.smtpUrl;
  const invited = await post("invitations", { email: "plain@example.com", role: "csm" });
  expect(invited.body).toMatchObject({
    mailedTo: null,
    link: expect.stringContaining("/accept-invitation/"),
  });
  expect((await t.db.selectFrom("outgoing_messages").select("id").execute()).length).toBe(before);
});

test("somebody who forgot the password is mailed a link; of who has none, nobody learns", async () => {
  t.app.settings.smtpUrl = sink.url;
  const ask = async (email: string) => {
    const body = { email };
    const answer = await t.inject({ method: "POST", url: "/auth/password-reset-request", as: null, body });
    await drainJobs(t.app, { jobs: [mailPasswordReset] });
    return answer.status;
  };
  const before = sink.messages.length;
  expect(await ask("nobody@example.com")).toBe(204);
  await sendDue(t.app);
  expect(sink.messages).toHaveLength(before);
  expect(await ask(" Nia@Example.com ".trim())).toBe(204);
  const { text } = await lastMail();
  expect(sink.messages.at(-1)?.to).toEqual(["nia@example.com"]);
  const token = /reset-password\/(\S+)/.exec(text)?.[1];
  const url = "/auth/reset-password";
  const reset = await t.inject({
    method: "POST",
    url,
    as: null,
    body: { token, password: "another of Nia" },
  });
  expect(reset.status).toBe(204);

  expect([await ask("nia@example.com"), await ask("nia@example.com")]).toEqual([204, 204]);
  expect(await ask("nia@example.com")).toBe(429);
  delete t.app.settings.smtpUrl;
  expect(await ask("boss@example.com")).toBe(409);
});
