import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { createCustomer } from "../../test/customer.ts";
import { type ImapServer, startImapServer } from "../../test/imap-server.ts";
import { startImapInbox } from "./imap-inbox.ts";

let t: TestApp;
let mailbox: ImapServer;
let stop = async () => {};
beforeAll(async () => {
  t = await testApp();
  mailbox = await startImapServer();
});
afterAll(async () => {
  await stop();
  await mailbox.close();
  await t.close();
});

const mail = (id: string, text: string) =>
  `From: Ada <ada@kestrel.example>\nTo: success@ours.example\nMessage-ID: <${id}@kestrel.example>\nSubject: ${id}\n\n${text}`;
const subjects = async () =>
  (await t.inject({ url: "conversations" })).body.items
    .map((item: { subject: string }) => item.subject)
    .sort();
const within = { timeout: 10_000, interval: 50 };

test("unseen mail is taken in and marked; new mail at once; a cut line is opened again; twice is harmless", async () => {
  await createCustomer(t);
  mailbox.deliver(mail("first", "One"));
  mailbox.deliver(mail("second", "Two"));
  stop = startImapInbox(t.app, mailbox.url);
  await vi.waitFor(async () => expect(await subjects()).toEqual(["first", "second"]), within);
  await vi.waitFor(() => expect(mailbox.seen()).toEqual([true, true]), within);

  mailbox.deliver(mail("third", "Three"));
  await vi.waitFor(async () => expect(await subjects()).toEqual(["first", "second", "third"]), within);

  mailbox.cut();
  mailbox.deliver(mail("first", "One"));
  mailbox.deliver(mail("fourth", "Four"));
  await vi.waitFor(
    async () => expect(await subjects()).toEqual(["first", "fourth", "second", "third"]),
    within,
  );
  await vi.waitFor(() => expect(mailbox.seen()).toEqual([true, true, true, true, true]), within);
});
