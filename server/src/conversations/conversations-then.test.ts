import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { createCustomer, type TestCustomer } from "../../test/customer.ts";
import { type SmtpSink, startSmtpSink } from "../../test/smtp-sink.ts";
import { sendDue } from "../kernel/mail/sender.ts";

/** Some days of mail; what lists and threads said as each day ended, they must say of that day afterwards. */
let t: TestApp;
let sink: SmtpSink;
let customer: TestCustomer;
let inbound = "";
const ids: string[] = [];
const lived: { day: string; told: unknown }[] = [];

async function send(method: "POST" | "PATCH", url: string, body: unknown) {
  const answer = await t.inject({ method, url, body });
  expect([url, answer.status, answer.status < 300 ? null : answer.body]).toEqual([
    url,
    expect.toSatisfy((status) => status < 300),
    null,
  ]);
  return answer.body;
}
const start = async (subject: string) => {
  const body = {
    accountId: customer.accountId,
    subject,
    body: "Hello",
    sender: { kind: "key-role", role: "csm" },
  };
  ids.push((await send("POST", "conversations", body)).id);
};
/** A message comes in, by the address of the conversation, from the customer or a colleague of theirs. */
async function comesIn(at: number, from: string) {
  const { reply_token } = await t.db
    .selectFrom("conversations")
    .select("reply_token")
    .where("id", "=", ids[at] ?? "")
    .executeTakeFirstOrThrow();
  const to = `success+${reply_token}@ours.example`;
  const raw = `From: ${from}\nTo: ${to}\nMessage-ID: <in-${t.clock.now()}-${from}>\nSubject: Re\n\nYes.`;
  const answer = await t.inject({
    method: "POST",
    url: inbound,
    body: Buffer.from(raw.replace(/\n/g, "\r\n")),
    as: null,
    headers: { "content-type": "message/rfc822" },
  });
  expect(answer.body).toMatchObject({ status: "received", conversationId: ids[at] });
}
const sent = () => sendDue(t.app, { leaseMs: 30_000, timeoutMs: 3_000, parallel: 4 });

async function told(asOf: string) {
  const list = async (query: string) => {
    const answer = await t.inject({ url: `conversations?limit=50${query}${asOf}` });
    expect([answer.status, answer.body.items ? null : answer.body]).toEqual([200, null]);
    return answer.body.items;
  };
  const threads = [];
  for (const id of ids) {
    const answer = await t.inject({ url: `conversations/${id}?${asOf.slice(1)}` });
    threads.push(answer.status === 200 ? answer.body : "not there");
  }
  return {
    all: await list(""),
    open: await list("&status=open"),
    ours: await list("&awaits=us"),
    owned: await list(`&ownerId=${customer.csmId}`),
    ofContact: await list(`&contactId=${customer.contactId}`),
    threads: threads.filter((thread) => thread !== "not there"),
  };
}

const days: (() => Promise<unknown>)[] = [
  async () => {
    await start("One");
    await sent();
    await start("Two");
  },
  async () => {
    await sent();
    await comesIn(0, "ada@kestrel.example");
    await send("PATCH", `conversations/${ids[1]}`, { status: "closed" });
  },
  async () => {
    await send("PATCH", `conversations/${ids[0]}`, { ownerId: null, status: "closed" });
    await comesIn(1, "bo@kestrel.example");
  },
  async () => {
    await send("POST", `conversations/${ids[0]}/messages`, { body: "More" });
    await start("Three");
  },
  async () => {
    await sent();
    await send("PATCH", `conversations/${ids[0]}`, { ownerId: customer.csmId });
    await send("PATCH", `conversations/${ids[2]}`, { status: "closed" });
  },
];

beforeAll(async () => {
  t = await testApp({ now: "2026-03-23T09:00:00Z" });
  sink = await startSmtpSink();
  t.app.settings.smtpUrl = sink.url;
  customer = await createCustomer(t);
  await send("PATCH", "mail-settings", { replyMailbox: "success@ours.example" });
  inbound = new URL((await send("POST", "mail-settings/inbound-address", undefined)).url).pathname;
  for (const live of days) {
    await live();
    lived.push({ day: t.clock.now().toString().slice(0, 10), told: await told("") });
    t.advance({ hours: 24 });
  }
}, 120_000);
afterAll(async () => {
  await t.close();
  await sink.close();
});

describe("conversations of an earlier day", () => {
  it.each(days.map((_, n) => n))("are told as they were on day %i", async (n) => {
    const then = lived[n];
    if (!then) throw new Error("No such day.");
    expect(await told(`&asOf=${then.day}`)).toEqual(then.told);
  });

  it("are not there before they began", async () => {
    const answer = await t.inject({ url: `conversations/${ids[2]}?asOf=2026-03-24` });
    expect([answer.status, answer.body.detail]).toEqual([
      404,
      `There is no conversation with the id ${ids[2]} on 2026-03-24.`,
    ]);
  });

  it("page as the present ones do", async () => {
    const first = (await t.inject({ url: "conversations?limit=1&asOf=2026-03-25" })).body;
    const next = (
      await t.inject({
        url: `conversations?limit=1&asOf=2026-03-25&cursor=${encodeURIComponent(first.nextCursor)}`,
      })
    ).body;
    expect([first.items[0].id, next.items[0].id, next.nextCursor].sort()).toEqual(
      [ids[0], ids[1], null].sort(),
    );
  });
});
