import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { createCustomer, type TestCustomer } from "../../test/customer.ts";
import { type SmtpSink, startSmtpSink } from "../../test/smtp-sink.ts";
import { createContext } from "../kernel/app.ts";
import { execute, executeIn } from "../kernel/command.ts";
import { allPermissions, type Context } from "../kernel/context.ts";
import { sendDue } from "../kernel/mail/sender.ts";
import { replyInConversation } from "./reply-in-conversation.ts";
import { startConversation } from "./start-conversation.ts";

let t: TestApp;
let sink: SmtpSink;
let customer: TestCustomer;
let ctx: Context;
beforeAll(async () => {
  t = await testApp();
  sink = await startSmtpSink();
  t.app.settings.smtpUrl = sink.url;
  customer = await createCustomer(t);
  ctx = await createContext(t.app, {
    kind: "playbook",
    id: "run-1",
    name: "Renewal motion",
    permissions: allPermissions,
  });
});
afterAll(async () => {
  await t.close();
  await sink.close();
});

const input = () => ({
  accountId: customer.accountId,
  template: { slug: "onboarding-nudge" },
  sender: { kind: "key-role" as const, role: "csm" },
});

test("a playbook's mail is marked as automatic, offers one-click leaving, and goes out only if its step commits", async () => {
  const undone = t.db.transaction().execute(async (tx) => {
    await executeIn(t.app, tx, ctx, startConversation, input());
    throw new Error("the step failed");
  });
  await expect(undone).rejects.toThrow("the step failed");
  await sendDue(t.app);
  expect(sink.messages).toHaveLength(0);

  const { id } = await t.db
    .transaction()
    .execute((tx) => executeIn(t.app, tx, ctx, startConversation, input()));
  await sendDue(t.app);
  const raw = sink.messages[0]?.raw ?? "";
  expect(raw).toContain("Auto-Submitted: auto-generated");
  expect(raw).toContain("List-Unsubscribe-Post: List-Unsubscribe=One-Click");

  // A scanner's GET changes nothing; the mail program's POST does.
  const link = /^List-Unsubscribe: ?<([^>]*)>/m.exec(raw.replace(/\r?\n[ \t]/g, ""))?.[1] ?? "";
  const url = new URL(link).pathname;
  const unsubscribedAt = async () =>
    (await t.inject({ url: `contacts/${customer.contactId}` })).body.unsubscribedAt;
  const page = await t.inject({ url, as: null });
  expect(page).toMatchObject({ status: 200, body: expect.stringContaining('<form method="post">') });
  expect(await unsubscribedAt()).toBeNull();
  expect((await t.inject({ method: "POST", url: `${url}x`, as: null })).status).toBe(404);
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const left = await t.inject({ method: "POST", url, as: null, headers, body: "List-Unsubscribe=One-Click" });
  expect(left.status).toBe(200);
  expect(await unsubscribedAt()).not.toBeNull();

  // No more automatic mail; a person may still write.
  await expect(execute(t.app, ctx, startConversation, input())).rejects.toMatchObject({
    code: "invalid-input",
  });
  await expect(execute(t.app, ctx, replyInConversation, { id, body: "Hello again" })).rejects.toMatchObject({
    code: "conflict",
  });
  const personal = await t.inject({
    method: "POST",
    url: `conversations/${id}/messages`,
    body: { body: "From a person" },
  });
  expect(personal.status).toBe(201);
});
