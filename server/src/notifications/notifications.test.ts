import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type TestApp, testApp } from "../../test/app.ts";
import { createCustomer, type TestCustomer } from "../../test/customer.ts";
import { signInAs, type TestTeammate } from "../../test/people.ts";
import { type SmtpSink, startSmtpSink } from "../../test/smtp-sink.ts";
import { drainEngine } from "../engine/index.ts";
import { systemContext } from "../kernel/app.ts";
import { defaultSenderOptions, sendDue } from "../kernel/mail/sender.ts";
import { sendDigests } from "./send-digests.job.ts";

let t: TestApp;
let sink: SmtpSink;
let slack: Awaited<ReturnType<typeof startSlack>>;
let customer: TestCustomer;
let sam: TestTeammate & { cookie: string };
beforeAll(async () => {
  t = await testApp({ now: "2026-11-23T12:00:00Z" });
  [sink, slack] = await Promise.all([startSmtpSink(), startSlack()]);
  t.app.settings.smtpUrl = sink.url;
  customer = await createCustomer(t);
  sam = await signInAs(t, { name: "Sam", role: "csm" });
});
afterAll(async () => {
  await Promise.all([t.close(), sink.close(), slack.close()]);
});
beforeEach(() => {
  sink.messages.length = 0;
  slack.posts.length = 0;
});

const asSam = (request: { method?: "GET" | "PUT"; url: string; body?: object }) =>
  t.inject({ ...request, as: null, headers: { cookie: sam.cookie } });
const mention = (body: string, more: object = {}) =>
  t.inject({
    method: "POST",
    url: "notes",
    body: { account: customer.accountId, body, mentions: [sam.id], ...more },
  });
const send = () => sendDue(t.app, defaultSenderOptions, new AbortController().signal);
const usual = {
  kinds: [{ kind: "mention", inApp: true, email: "at-once", slack: "direct" }],
  timeZone: "Europe/Berlin",
  quietFrom: null,
  quietUntil: null,
  digestAt: "08:00",
};
const choose = async (more: object) => {
  const answer = await asSam({ method: "PUT", url: "notification-preferences", body: { ...usual, ...more } });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
};

describe("a mention", () => {
  test("comes to the inbox and by mail at once, and never twice", async () => {
    await choose({});
    const note = await mention("Sam, call Ada");
    await t.inject({
      method: "PATCH",
      url: `notes/${note.body.id}`,
      body: { body: "Sam, call Ada today", mentions: [sam.id] },
    });
    const { body } = await asSam({ url: "notifications" });
    expect(body).toMatchObject({
      unreadCount: 1,
      items: [
        {
          kind: "mention",
          title: "Test administrator mentions you at Kestrel",
          body: "Sam, call Ada",
          href: `/accounts/${customer.accountId}`,
          readAt: null,
        },
      ],
    });
    await send();
    const [mail, ...more] = await sink.taken(1);
    expect(more).toEqual([]);
    expect(mail?.to).toEqual([sam.email]);
    expect(mail?.raw).toContain("Subject: Test administrator mentions you at Kestrel");
    expect(mail?.raw).toContain("Auto-Submitted: auto-generated");
    await asSam({ method: "PUT", url: `notifications/${body.items[0].id}/reading` });
    expect((await asSam({ url: "notifications?unread=true" })).body).toMatchObject({
      unreadCount: 0,
      items: [],
    });
  });

  test("waits for the end of quiet hours on the person's own clock", async () => {
    await choose({ quietFrom: "12:00", quietUntil: "14:30" });
    await mention("Later");
    await send();
    expect(sink.messages).toEqual([]);
    t.advance({ minutes: 91 });
    await send();
    expect(await sink.taken(1)).toHaveLength(1);
  });

  test("comes with the daily digest, once a day, where that is chosen", async () => {
    await choose({ kinds: [{ kind: "mention", inApp: false, email: "daily", slack: "off" }] });
    await mention("First");
    await mention("Second");
    await t.drain();
    await send();
    // The hour of today's digest has passed, so it is sent with the next run; what comes later waits for tomorrow.
    expect(await sink.taken(1)).toMatchObject([{ raw: expect.stringContaining("2 things since yesterday") }]);
    await mention("Third");
    t.advance({ hours: 3 });
    await t.drain();
    await send();
    expect(sink.messages).toHaveLength(1);
    t.advance({ hours: 17 });
    await t.drain();
    await send();
    expect(await sink.taken(2)).toHaveLength(2);
    expect(
      (await asSam({ url: "notifications?unread=true" })).body.items.map(
        (each: { body: string }) => each.body,
      ),
    ).not.toContain("Third");
  });

  test("comes with a digest only when quiet hours are over", async () => {
    const kinds = [{ kind: "mention", inApp: true, email: "daily", slack: "off" }];
    t.advance({ hours: 24 });
    const now = t.app.clock.now().toZonedDateTimeISO("Europe/Berlin");
    const at = (minutes: number) => now.add({ minutes }).toPlainTime().toString().slice(0, 5);
    await choose({ kinds, digestAt: at(-30), quietFrom: at(-60), quietUntil: at(60) });
    await mention("Hush");
    await t.drain();
    await send();
    expect(sink.messages).toEqual([]);
    t.advance({ minutes: 61 });
    await send();
    expect(await sink.taken(1)).toHaveLength(1);
  });

  test("leaves once where two workers take what is queued", async () => {
    const people = new Set<string>();
    for (const email of ["at-once", "daily"]) {
      await choose({ kinds: [{ kind: "mention", inApp: true, email, slack: "off" }] });
      for (const word of ["One", "Two", "Three"]) await mention(`${email} ${word}`);
    }
    t.advance({ hours: 24 });
    const ctx = await systemContext(t.app, "digests");
    const digest = () =>
      sendDigests.run({ app: t.app, ctx, payload: {} } as unknown as Parameters<typeof sendDigests.run>[0]);
    await Promise.all([digest(), digest(), digest()]);
    await Promise.all([t.drain(), t.drain()]);
    await Promise.all([send(), send(), send()]);
    await sink.taken(4);
    await Promise.all([send(), send()]);
    const subjects = sink.messages.map(({ raw, to }) => {
      for (const address of to) people.add(address);
      return /^Subject: (.*)$/m.exec(raw)?.[1]?.trim();
    });
    expect([...people]).toEqual([sam.email]);
    expect(subjects.filter((subject) => subject?.includes("things since yesterday"))).toHaveLength(1);
    expect(subjects).toHaveLength(4);
  });

  test("tells nobody of their own words, and not those who have left", async () => {
    await choose({});
    const before = (await asSam({ url: "notifications" })).body.items.length;
    await t.inject({
      method: "POST",
      url: "notes",
      as: null,
      headers: { cookie: sam.cookie },
      body: { account: customer.accountId, body: "Me", mentions: [sam.id] },
    });
    expect((await asSam({ url: "notifications" })).body.items).toHaveLength(before);
  });
});

describe("Slack", () => {
  test("is connected with a token that is kept sealed, and gets the direct message", async () => {
    const wrong = await t.inject({
      method: "PUT",
      url: "slack-settings",
      body: { token: "bad", apiUrl: slack.url },
    });
    expect(wrong).toMatchObject({
      status: 400,
      body: { fields: [{ path: "token", message: expect.stringContaining("invalid_auth") }] },
    });
    const right = await t.inject({
      method: "PUT",
      url: "slack-settings",
      body: { token: "xoxb-good", apiUrl: slack.url, channel: "#risks" },
    });
    expect(right.body).toEqual({ isConnected: true, team: "Ours", channel: "#risks" });
    const { rows } = await sql<{ sealed_token: string }>`select sealed_token from slack_settings`.execute(
      t.db,
    );
    expect(rows[0]?.sealed_token).not.toContain("xoxb");
    slack.people.set(sam.email, "U1");
    await mention("In Slack");
    slack.failNext();
    await t.drain();
    t.advance({ hours: 1 });
    await t.drain();
    expect(slack.posts).toMatchObject([
      { channel: "U1", text: expect.stringContaining("mentions you at Kestrel") },
    ]);
    await mention("Cut off");
    slack.breakNext();
    await Promise.all([t.drain(), t.drain()]);
    t.advance({ hours: 1 });
    await t.drain();
    // It had the message when the connection broke: it is not told twice.
    expect(slack.posts).toHaveLength(2);
    slack.people.clear();
    await mention("Nobody");
    await t.drain();
    expect(slack.posts).toHaveLength(2);
  });

  test("tells a channel of one's own instead, once for all who chose it", async () => {
    const mia = await signInAs(t, { name: "Mia", role: "csm" });
    const inChannel = { kinds: [{ kind: "mention", inApp: true, email: "off", slack: "channel" }] };
    const unnamed = await asSam({
      method: "PUT",
      url: "notification-preferences",
      body: { ...usual, ...inChannel },
    });
    expect(unnamed.body.fields).toEqual([{ path: "slackChannel", message: "name the channel" }]);
    await choose({ ...inChannel, slackChannel: "#team" });
    await t.inject({
      method: "PUT",
      url: "notification-preferences",
      as: null,
      headers: { cookie: mia.cookie },
      body: { ...usual, ...inChannel, slackChannel: "team" },
    });
    expect((await asSam({ url: "notification-preferences" })).body).toMatchObject({
      slackChannel: "#team",
      kinds: expect.arrayContaining([expect.objectContaining({ kind: "mention", slack: "channel" })]),
    });
    await mention("All of you", { mentions: [sam.id, mia.id] });
    await t.drain();
    expect(slack.posts).toMatchObject([{ channel: expect.stringMatching(/^#?team$/) }]);
  });

  test("tells the channel of an indicator's definition, besides its owner, in one message", async () => {
    const body = {
      slug: "to_channel",
      name: "Watched",
      polarity: "risk",
      message: "Look",
      slackChannel: "#alerts",
      rule: { subject: "plan", op: "is", value: "Watched" },
    };
    expect((await t.inject({ method: "POST", url: "indicator-definitions", body })).status).toBe(201);
    for (const name of ["W1", "W2"])
      await t.inject({ method: "POST", url: "accounts", body: { name, plan: "Watched" } });
    await drainEngine(t.app);
    await t.drain();
    expect(slack.posts).toMatchObject([
      { channel: "#alerts", text: expect.stringContaining("Watched: 2 accounts") },
    ]);
    const off = await t.inject({ method: "PUT", url: "slack-settings", body: { token: null } });
    expect(off.body).toMatchObject({ isConnected: false });
  });
});

/** Speaks as much of Slack's web API as is used: auth.test, users.lookupByEmail, chat.postMessage. */
async function startSlack() {
  const posts: Record<string, string>[] = [];
  const people = new Map<string, string>();
  let isFailing = false;
  let isBreaking = false;
  const server: Server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => {
      text += chunk;
    });
    request.on("end", () => {
      const form = Object.fromEntries(new URLSearchParams(text));
      const isKnown = request.headers.authorization === "Bearer xoxb-good";
      const answer = isKnown ? answerTo(String(request.url), form) : { ok: false, error: "invalid_auth" };
      if (isBreaking && String(request.url).endsWith("/chat.postMessage")) {
        isBreaking = false;
        request.socket.destroy();
        return;
      }
      response.writeHead(answer === null ? 503 : 200, { "content-type": "application/json" });
      response.end(JSON.stringify(answer ?? {}));
    });
  });
  function answerTo(url: string, form: Record<string, string>) {
    if (url.endsWith("/auth.test")) return { ok: true, team: "Ours" };
    if (url.endsWith("/users.lookupByEmail")) {
      const id = people.get(form.email ?? "");
      return id ? { ok: true, user: { id } } : { ok: false, error: "users_not_found" };
    }
    if (isFailing) {
      isFailing = false;
      return null;
    }
    posts.push(form);
    return { ok: true, ts: "1" };
  }
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    posts,
    people,
    failNext: () => {
      isFailing = true;
    },
    /** The next post arrives, and the connection breaks before it is answered. */
    breakNext: () => {
      isBreaking = true;
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
