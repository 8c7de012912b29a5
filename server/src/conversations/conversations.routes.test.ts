import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { createCustomer, type TestCustomer } from "../../test/customer.ts";
import { type SmtpSink, startSmtpSink } from "../../test/smtp-sink.ts";
import { sendDue } from "../kernel/mail/sender.ts";

let t: TestApp;
let sink: SmtpSink;
let customer: TestCustomer;
let inbound: string;
const options = { leaseMs: 30_000, timeoutMs: 3_000, parallel: 4 };

beforeAll(async () => {
  t = await testApp();
  sink = await startSmtpSink();
  customer = await createCustomer(t);
  await t.inject({ method: "PATCH", url: "mail-settings", body: { replyMailbox: "success@ours.example" } });
  inbound = new URL((await t.inject({ method: "POST", url: "mail-settings/inbound-address" })).body.url)
    .pathname;
});
afterAll(async () => {
  await t.close();
  await sink.close();
});
beforeEach(() => {
  t.app.settings.smtpUrl = sink.url;
  sink.setMode("accept");
  sink.messages.length = 0;
});
afterEach(() =>
  t.db
    .updateTable("outgoing_messages")
    .set({ status: "cancelled" })
    .where("status", "in", ["queued", "held"])
    .execute(),
);

const start = (more: object = {}) =>
  t.inject({
    method: "POST",
    url: "conversations",
    body: {
      accountId: customer.accountId,
      subject: "Your plans, {{ contact.first_name }}",
      body: "Dear {{ contact.first_name }},\n\nhow is {{ account.name }}?\n\n{{ csm.first_name }}",
      sender: { kind: "key-role", role: "csm" },
      ...more,
    },
  });
const read = async (id: string) => (await t.inject({ url: `conversations/${id}` })).body;
const post = (raw: string, path = inbound) =>
  t.inject({
    method: "POST",
    url: path,
    body: Buffer.from(raw.replace(/\n/g, "\r\n")),
    as: null,
    headers: { "content-type": "message/rfc822" },
  });
const headerOf = (raw: string | undefined, name: string) =>
  new RegExp(`^${name}: (.*(?:\\r?\\n[ \\t].*)*)`, "im")
    .exec(raw ?? "")?.[1]
    ?.replace(/\s+/g, " ")
    .trim();
let counter = 0;
const mail = (headers: string, body = "Yes, gladly.\n\n> how is Kestrel?") =>
  `From: Ada <ada@kestrel.example>\nMessage-ID: <in-${++counter}@kestrel.example>\nSubject: Re: Your plans\n${headers}\n\n${body}`;
const feed = async (name: string) =>
  (
    await t.db
      .selectFrom("feed")
      .select(["object_id", "payload"])
      .where("name", "=", name)
      .orderBy("seq")
      .execute()
  ).map((row) => ({
    objectId: row.object_id,
    payload: row.payload as Record<string, unknown>,
  }));

describe("out and back", () => {
  test("a conversation is sent, answered in its thread and answered again", async () => {
    const started = await start();
    expect(started).toMatchObject({
      status: 201,
      body: {
        subject: "Your plans, Ada",
        sender: { name: "Dana Ünal", teammateId: customer.csmId },
        participants: [{ address: "ada@kestrel.example", contactId: customer.contactId }],
        messages: [{ status: "queued", direction: "out", text: "Dear Ada,\n\nhow is Kestrel?\n\nDana" }],
      },
    });
    await sendDue(t.app, options);
    const { id } = started.body;
    expect((await read(id)).messages).toMatchObject([{ status: "sent" }]);
    const first = sink.messages[0];
    const replyTo = headerOf(first?.raw, "Reply-To") ?? "";
    expect(replyTo).toMatch(/^success\+[a-z2-7]{26}@ours\.example$/);
    expect(first?.from).toBe(replyTo);
    expect(first?.raw).not.toContain("List-Unsubscribe");

    // The customer's program lost the References; the address alone leads back.
    const answer = mail(`To: ${replyTo}`);
    expect((await post(answer)).body).toMatchObject({ status: "received", conversationId: id });
    expect((await post(answer)).body).toEqual({ status: "duplicate" });
    const answered = await read(id);
    expect(answered).toMatchObject({ messageCount: 2, lastDirection: "in", answeredAt: expect.any(String) });
    expect(answered.messages[1]).toMatchObject({
      reply: "Yes, gladly.",
      senderMatchesContact: true,
      kind: "message",
    });
    expect((await feed("message.received")).at(-1)?.payload).toMatchObject({
      isAnswer: true,
      senderMatchesContact: true,
    });

    const replied = await t.inject({
      method: "POST",
      url: `conversations/${id}/messages`,
      body: { body: "Thank you!" },
    });
    expect(replied).toMatchObject({
      status: 201,
      body: { subject: "Re: Your plans, Ada", status: "queued" },
    });
    await sendDue(t.app, options);
    const second = sink.messages[1]?.raw;
    const firstId = headerOf(first?.raw, "Message-ID");
    expect(headerOf(second, "References")).toBe(`${firstId} <in-1@kestrel.example>`);
    expect(headerOf(second, "In-Reply-To")).toBe("<in-1@kestrel.example>");

    // This time by References alone, to a plain address, as when somebody answers from a mailing list copy.
    const byReference = mail(
      `To: dana@ours.example\nReferences: ${firstId} ${headerOf(second, "Message-ID")}`,
    );
    expect((await post(byReference)).body).toMatchObject({ status: "received", conversationId: id });
    expect((await read(id)).messages[2].answeredAt).not.toBeNull();
  });

  test("from a shipped template, to whoever holds the first role that has somebody", async () => {
    const started = await start({
      subject: undefined,
      body: undefined,
      template: { slug: "onboarding-welcome" },
    });
    expect(started.body).toMatchObject({
      subject: "Welcome to Your company",
      participants: [{ address: "ada@kestrel.example" }],
    });
    expect(started.body.messages[0].text).toContain("My name is Dana Ünal and I will look after Kestrel");
  });

  test("the inbox lists newest first, by account and by whose turn it is, page by page", async () => {
    const list = await t.inject({ url: `conversations?accountId=${customer.accountId}&limit=1` });
    expect(list.body.items).toMatchObject([
      { subject: "Welcome to Your company", accountName: "Kestrel", lastStatus: expect.any(String) },
    ]);
    const next = await t.inject({ url: `conversations?limit=1&cursor=${list.body.nextCursor}` });
    expect(next.body.items).toMatchObject([{ subject: "Your plans, Ada", messageCount: 4 }]);
    expect((await t.inject({ url: "conversations?awaits=us" })).body.items).toHaveLength(1);
    expect((await t.inject({ url: "conversations?cursor=nonsense" })).status).toBe(400);
  });

  test("with many accounts: one each, in its own words; who cannot be written to is reported", async () => {
    const heron = await createCustomer(t, "Heron");
    const { body: empty } = await t.inject({ method: "POST", url: "accounts", body: { name: "Nobody" } });
    const body = {
      accountIds: [customer.accountId, heron.accountId, empty.id],
      subject: "News for {{ account.name }}",
      body: "Dear {{ contact.first_name }}",
      sender: { kind: "key-role", role: "csm" },
    };
    const many = await t.inject({ method: "POST", url: "conversations/bulk", body });
    expect(many.body).toMatchObject({
      started: 2,
      refused: 1,
      results: [{ problem: null }, { problem: null }, { conversationId: null, problem: expect.any(String) }],
    });
    await sendDue(t.app, options);
    expect(sink.messages.map(({ to, raw }) => [to, headerOf(raw, "Subject")]).sort()).toEqual([
      [["ada@heron.example"], "News for Heron"],
      [["ada@kestrel.example"], "News for Kestrel"],
    ]);
  });

  test("closing is undone by an answer", async () => {
    const { body } = await start();
    await sendDue(t.app, options);
    expect(
      (await t.inject({ method: "PATCH", url: `conversations/${body.id}`, body: { status: "closed" } })).body
        .status,
    ).toBe("closed");
    await post(mail(`To: ${headerOf(sink.messages[0]?.raw, "Reply-To")}`));
    expect((await read(body.id)).status).toBe("open");
  });
});

describe("refusals", () => {
  test("a missing variable blocks and is named; nothing is written", async () => {
    const before = (await t.inject({ url: "conversations?limit=200" })).body.items.length;
    const refused = await start({ body: "Until {{ renewal.due_on }} with {{ account.region }}" });
    expect(refused).toMatchObject({ status: 400, body: { code: "invalid-input" } });
    expect(refused.body.detail).toContain("renewal.due_on, account.region");
    expect((await t.inject({ url: "conversations?limit=200" })).body.items).toHaveLength(before);
  });

  test("no recipient, a stranger's contact and no sender are said clearly", async () => {
    expect((await start({ stakeholderRoles: ["sponsor"] })).body.fields).toEqual([
      { path: "stakeholderRoles", message: "nobody to write to" },
    ]);
    const other = await createCustomer(t, "Osprey");
    expect((await start({ contactIds: [other.contactId] })).body.fields).toMatchObject([
      { path: "contactIds" },
    ]);
    expect(
      (await start({ sender: { kind: "key-role", role: "account_manager" } })).body.fields,
    ).toMatchObject([{ path: "sender" }]);
    expect((await start({ subject: undefined })).body.fields).toMatchObject([{ path: "subject" }]);
  });

  test("a viewer reads but does not write", async () => {
    const body = { accountId: customer.accountId, subject: "x", body: "y" };
    expect((await t.inject({ method: "POST", url: "conversations", body, as: "viewer" })).status).toBe(403);
    expect((await t.inject({ url: "conversations", as: "viewer" })).status).toBe(200);
    expect((await t.inject({ url: "conversations", as: null })).status).toBe(401);
  });
});

describe("what must not be silent", () => {
  test("no mail server: queued, and said so", async () => {
    delete t.app.settings.smtpUrl;
    const { body } = await start();
    await sendDue(t.app, options);
    expect((await read(body.id)).messages[0]).toMatchObject({
      status: "queued",
      reason: expect.stringContaining("no mail server configured"),
    });
    const list = await t.inject({ url: "outgoing-messages?status=queued" });
    expect(list.body).toMatchObject({ mailServer: "not-configured", counts: { queued: 1 } });
  });

  test("in doubt: listed, and a person sends it again or says that it arrived", async () => {
    sink.setMode("accept-and-drop");
    const one = (await start()).body;
    const other = (await start()).body;
    await sendDue(t.app, options);
    expect((await read(one.id)).messages[0]).toMatchObject({
      status: "in-doubt",
      reason: expect.any(String),
    });
    const list = await t.inject({ url: "outgoing-messages" });
    expect(list.body.items.map((item: { id: string }) => item.id).sort()).toEqual(
      [one.messages[0].id, other.messages[0].id].sort(),
    );
    expect(list.body.items.map((item: { conversationId: string }) => item.conversationId).sort()).toEqual(
      [one.id, other.id].sort(),
    );
    expect(await feed("message.in-doubt")).toHaveLength(2);

    sink.setMode("accept");
    const decide = (id: string, decision: string) =>
      t.inject({ method: "PUT", url: `outgoing-messages/${id}/decision`, body: { decision } });
    expect((await decide(one.messages[0].id, "mark-sent")).body.status).toBe("sent");
    expect((await read(one.id)).messages[0].status).toBe("sent");
    expect((await decide(one.messages[0].id, "resend")).status).toBe(409);
    expect((await decide(other.messages[0].id, "resend")).body.status).toBe("queued");
    await sendDue(t.app, options);
    expect((await read(other.id)).messages[0].status).toBe("sent");
    expect(sink.messages).toHaveLength(3);
    const ids = sink.messages.map((message) => headerOf(message.raw, "Message-ID"));
    expect(ids[2]).toBe(ids.slice(0, 2).find((id) => id === ids[2]));
    expect((await t.inject({ url: "outgoing-messages" })).body.items).toEqual([]);
  });

  test("held for review: sent when released, never when taken back", async () => {
    const held = (await start({ isHeld: true })).body;
    const taken = (await start({ isHeld: true })).body;
    await sendDue(t.app, options);
    expect(sink.messages).toHaveLength(0);
    expect((await t.inject({ url: "outgoing-messages?status=held" })).body.items).toHaveLength(2);
    await t.inject({
      method: "PUT",
      url: `outgoing-messages/${held.messages[0].id}/decision`,
      body: { decision: "release" },
    });
    await t.inject({
      method: "PUT",
      url: `outgoing-messages/${taken.messages[0].id}/decision`,
      body: { decision: "cancel" },
    });
    await sendDue(t.app, options);
    expect(sink.messages).toHaveLength(1);
    expect((await read(taken.id)).messages[0].status).toBe("cancelled");
  });

  test("refused for good: failed with the server's reason", async () => {
    sink.setMode("reject-recipient-5xx");
    const { body } = await start();
    await sendDue(t.app, options);
    expect((await read(body.id)).messages[0]).toMatchObject({
      status: "failed",
      reason: expect.stringContaining("no such user"),
    });
  });
});

describe("what comes in from machines and strangers", () => {
  const begin = async () => {
    const { body } = await start();
    await sendDue(t.app, options);
    const raw = sink.messages.at(-1)?.raw;
    return {
      id: body.id,
      replyTo: headerOf(raw, "Reply-To") ?? "",
      messageId: headerOf(raw, "Message-ID") ?? "",
    };
  };

  test("a vacation notice is kept in the thread but is no answer", async () => {
    const { id, replyTo } = await begin();
    await post(mail(`To: ${replyTo}\nAuto-Submitted: auto-replied`, "I am away"));
    expect(await read(id)).toMatchObject({
      answeredAt: null,
      lastDirection: "out",
      messages: [{}, { kind: "auto-reply" }],
    });
  });

  test("a bounce marks the message and its recipient", async () => {
    const { id, messageId } = await begin();
    const report = `From: MAILER-DAEMON@relay.example
To: somebody@ours.example
Message-ID: <bounce-1@relay.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: message/delivery-status

Final-Recipient: rfc822; ada@kestrel.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 no such user

--b
Content-Type: text/rfc822-headers

Message-ID: ${messageId}
--b--`;
    expect((await post(report)).body).toMatchObject({ status: "received", conversationId: id });
    const { messages, answeredAt } = await read(id);
    expect(messages[0]).toMatchObject({
      status: "bounced",
      reason: "550 no such user",
      recipients: [{ failure: "550 no such user" }],
    });
    expect(answeredAt).toBeNull();
    expect((await feed("message.bounced")).at(-1)?.payload).toMatchObject({
      recipient: "ada@kestrel.example",
      status: "5.1.1",
    });
  });

  test("a forged From does not lead into a thread: a subject and a sender are not enough", async () => {
    const { id } = await begin();
    const before = (await read(id)).messageCount;
    const forged = await post(mail("To: success@ours.example\nReferences: <guessed@ours.example>"));
    expect(forged.body.conversationId).not.toBe(id);
    expect((await read(id)).messageCount).toBe(before);
    const wrongToken = await post(mail(`To: success+${"a".repeat(26)}@ours.example`));
    expect(wrongToken.body.conversationId).not.toBe(id);
  });

  test("a stranger who has the token joins, marked as a stranger, and is not written to", async () => {
    const { id, replyTo } = await begin();
    await post(mail(`To: ${replyTo}`).replace("ada@kestrel.example", "eve@elsewhere.example"));
    const read1 = await read(id);
    expect(read1.messages[1]).toMatchObject({ senderMatchesContact: false, from: { contactId: null } });
    expect(read1.answeredAt).toBeNull();
    expect(read1.participants.map((one: { address: string }) => one.address)).toEqual([
      "ada@kestrel.example",
    ]);
  });

  test("a known contact's own mail begins a conversation of the account", async () => {
    const raw = mail("To: success@ours.example").replace("Re: Your plans", "A question");
    const { body } = await post(raw);
    expect(await read(body.conversationId)).toMatchObject({
      direction: "inbound",
      subject: "A question",
      sender: { teammateId: customer.csmId },
    });
    const replied = await t.inject({
      method: "POST",
      url: `conversations/${body.conversationId}/messages`,
      body: { body: "An answer" },
    });
    expect(replied.body).toMatchObject({
      subject: "Re: A question",
      recipients: [{ address: "ada@kestrel.example" }],
    });
  });

  test("a stranger waits for triage, is given to an account once, attachments included", async () => {
    const raw = `From: Eve <eve@unknown.example>
Message-ID: <eve-1@unknown.example>
Subject: Hello
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=x

--x
Content-Type: text/plain

May I ask?
--x
Content-Type: text/html
Content-Disposition: attachment; filename=evil.html

<script>alert(1)</script>
--x--`;
    expect((await post(raw)).body).toEqual({ status: "waiting", reason: "nobody knows this sender" });
    expect((await post(raw)).body).toEqual({ status: "duplicate" });
    const { items } = (await t.inject({ url: "unmatched-messages" })).body;
    expect(items).toMatchObject([
      { from: { address: "eve@unknown.example" }, subject: "Hello", reply: "May I ask?" },
    ]);
    const url = `unmatched-messages/${items[0].id}/account`;
    const assigned = await t.inject({ method: "PUT", url, body: { accountId: customer.accountId } });
    const conversation = await read(assigned.body.conversationId);
    expect(conversation).toMatchObject({
      subject: "Hello",
      participants: [{ address: "eve@unknown.example", contactId: expect.any(String) }],
    });
    expect((await t.inject({ method: "PUT", url, body: { accountId: customer.accountId } })).status).toBe(
      404,
    );
    const [attachment] = conversation.messages[0].attachments;
    const file = await t.inject({ url: `conversations/${conversation.id}/attachments/${attachment.id}` });
    expect(file.headers["content-disposition"]).toBe("attachment; filename*=UTF-8''evil.html");
    expect(file.headers["content-security-policy"]).toContain("sandbox");
    const elsewhere = await begin();
    expect(
      (await t.inject({ url: `conversations/${elsewhere.id}/attachments/${attachment.id}` })).status,
    ).toBe(404);
  });

  test("the inbound address is a secret; a new one ends the old one", async () => {
    expect((await post(mail("To: x@y.example"), "/inbound/mail/wrong")).status).toBe(401);
    const json = await t.inject({ method: "POST", url: inbound, body: { a: 1 }, as: null });
    expect(json.status).toBe(415);
    const old = inbound;
    inbound = new URL((await t.inject({ method: "POST", url: "mail-settings/inbound-address" })).body.url)
      .pathname;
    expect((await post(mail("To: x@y.example"), old)).status).toBe(401);
    expect((await post(mail("To: x@y.example"))).status).toBe(202);
    expect((await t.inject({ method: "POST", url: "mail-settings/inbound-address", as: "csm" })).status).toBe(
      403,
    );
  });
});
