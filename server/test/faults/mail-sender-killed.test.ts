import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sendDue } from "../../src/kernel/mail/sender.ts";
import { type TestApp, testApp } from "../app.ts";
import { createCustomer } from "../customer.ts";
import { type SmtpSink, startSmtpSink } from "../smtp-sink.ts";

let t: TestApp;
let sink: SmtpSink;
beforeAll(async () => {
  t = await testApp();
  sink = await startSmtpSink("hold");
  t.app.settings.smtpUrl = sink.url;
});
afterAll(async () => {
  await t.close();
  await sink.close();
});

const options = { leaseMs: 30_000, timeoutMs: 3_000, parallel: 1 };
const startSenderProcess = () =>
  spawn(
    process.execPath,
    [resolve(import.meta.dirname, "../fixtures/mail-sender.ts"), t.url, sink.url, t.clock.now().toString()],
    {
      stdio: "ignore",
    },
  );
const start = async (accountId: string) =>
  (
    await t.inject({
      method: "POST",
      url: "conversations",
      body: { accountId, subject: "Hello", body: "Hello", sender: { kind: "key-role", role: "csm" } },
    })
  ).body;
const statusOf = async (id: string) =>
  (await t.inject({ url: `conversations/${id}` })).body.messages[0].status;

test("killed after the hand-over, before the record: in doubt, listed, decided by a person, sent once", async () => {
  const { accountId } = await createCustomer(t);
  const { id, messages } = await start(accountId);
  const sender = startSenderProcess();
  await sink.taken(1);
  sender.kill("SIGKILL");
  await once(sender, "exit");

  // Nobody takes it up while the lease holds; then it is in doubt, and stays so however often senders look.
  expect(await sendDue(t.app, options)).toBe(0);
  expect((await t.inject({ url: "outgoing-messages" })).body.items).toEqual([]);
  t.advance({ seconds: 31 });
  expect(await sendDue(t.app, options)).toBe(0);
  expect(await sendDue(t.app, options)).toBe(0);
  expect(await statusOf(id)).toBe("in-doubt");
  const { items } = (await t.inject({ url: "outgoing-messages" })).body;
  expect(items).toMatchObject([
    { id: messages[0].id, reason: expect.stringContaining("after handing over") },
  ]);

  await t.inject({
    method: "PUT",
    url: `outgoing-messages/${items[0].id}/decision`,
    body: { decision: "mark-sent" },
  });
  await sendDue(t.app, options);
  expect(await statusOf(id)).toBe("sent");
  expect(sink.messages).toHaveLength(1);
});

test("killed before the hand-over: sent by the next sender, once, without anybody's doing", async () => {
  const { accountId } = await createCustomer(t, "Osprey");
  sink.messages.length = 0;
  sink.setMode("accept");
  const { id } = await start(accountId);
  const paused = t.db.updateTable("outgoing_messages").set({
    status: "sending",
    fence: 1,
    attempts: 1,
    leased_until: t.clock.now().add({ seconds: 30 }).toString(),
  });
  await paused.where("status", "=", "queued").execute();
  t.advance({ seconds: 31 });
  expect(await sendDue(t.app, options)).toBe(1);
  expect(await statusOf(id)).toBe("sent");
  expect(sink.messages).toHaveLength(1);
});
