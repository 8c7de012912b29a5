import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../test/database.ts";
import { type SmtpSink, startSmtpSink } from "../../../test/smtp-sink.ts";
import { type App, createApp, systemContext } from "../app.ts";
import { createVirtualClock } from "../clock.ts";
import { createLog } from "../log.ts";
import type { MailOutcome } from "./outgoing.ts";
import { type MailIntent, queueMail } from "./outgoing.ts";
import { sendDue } from "./sender.ts";

let database: TestDatabase;
let sink: SmtpSink;
let app: App;
let clock: ReturnType<typeof createVirtualClock>;
const outcomes: MailOutcome[] = [];
const options = { leaseMs: 30_000, timeoutMs: 3_000, parallel: 2 };

beforeAll(async () => {
  database = await createTestDatabase();
  sink = await startSmtpSink();
});
afterAll(async () => {
  await sink.close();
  await database.close();
});
beforeEach(() => {
  clock = createVirtualClock(Temporal.Instant.from("2026-11-23T08:00:00Z"));
  app = appWith(sink.url);
});
afterEach(async () => {
  await sql`delete from outgoing_messages`.execute(app.db);
  sink.setMode("accept");
  sink.messages.length = 0;
  outcomes.length = 0;
});

function appWith(smtpUrl: string | undefined): App {
  return createApp({
    pool: database.pool,
    clock,
    log: createLog("silent"),
    settings: { publicUrl: "http://localhost", dataDir: "", secret: "s", ...(smtpUrl ? { smtpUrl } : {}) },
    slices: [
      {
        name: "test",
        contributes: {
          mailOutcomes: [{ purpose: "test", settled: async ({ outcome }) => void outcomes.push(outcome) }],
        },
      },
    ],
  });
}

async function queue(more: Partial<MailIntent> = {}): Promise<string> {
  const ctx = await systemContext(app, "test");
  const intent: MailIntent = {
    purpose: "test",
    accountId: null,
    content: {
      from: { name: "Dana", address: "dana@ours.example" },
      to: [{ name: "Ada", address: "ada@kestrel.example" }],
      cc: [],
      replyTo: null,
      subject: "Your renewal",
      text: "Hello",
      html: null,
      references: [],
      unsubscribeUrl: null,
      isAutomatic: false,
    },
    whenInDoubt: "hold",
    ...more,
  };
  return (await app.db.transaction().execute((tx) => queueMail(tx, ctx, intent))).id;
}

async function rowOf(id: string) {
  const { rows } = await sql<{ status: string; attempts: number; last_error: string; message_id: string }>`
    select status, attempts, last_error, message_id from outgoing_messages where id = ${id}
  `.execute(app.db);
  return rows[0];
}
const messageIds = () => sink.messages.map(({ raw }) => /^Message-ID: (.*)$/m.exec(raw)?.[1]?.trim());

test("what is due is sent once, with the Message-ID written before, and its owner is told", async () => {
  const id = await queue();
  const later = await queue({ notBefore: Temporal.Instant.from("2026-11-23T09:00:00Z") });
  const held = await queue({ isHeld: true });
  expect(await sendDue(app, options)).toBe(1);
  expect(await sendDue(app, options)).toBe(0);
  expect(messageIds()).toEqual([(await rowOf(id))?.message_id]);
  expect(outcomes).toMatchObject([{ id, status: "sent" }]);
  expect(await rowOf(later)).toMatchObject({ status: "queued", attempts: 0 });
  expect(await rowOf(held)).toMatchObject({ status: "held" });
  clock.advance({ hours: 1 });
  expect(await sendDue(app, options)).toBe(1);
});

test("no mail server: messages wait", async () => {
  const id = await queue();
  app = appWith(undefined);
  expect(await sendDue(app, options)).toBe(0);
  expect(await rowOf(id)).toMatchObject({ status: "queued", attempts: 0 });
});

test("a temporary refusal is tried again later, never in doubt; after three days it fails", async () => {
  sink.setMode("reject-message-4xx");
  const id = await queue();
  await sendDue(app, options);
  expect(await rowOf(id)).toMatchObject({
    status: "queued",
    attempts: 1,
    last_error: expect.stringContaining("try later"),
  });
  expect(await sendDue(app, options)).toBe(0);
  clock.advance({ seconds: 61 });
  sink.setMode("accept");
  expect(await sendDue(app, options)).toBe(1);
  expect(await rowOf(id)).toMatchObject({ status: "sent", attempts: 2 });

  sink.setMode("reject-recipient-4xx");
  const other = await queue();
  clock.advance({ hours: 73 });
  await sendDue(app, options);
  expect(await rowOf(other)).toMatchObject({
    status: "failed",
    last_error: expect.stringContaining("three days"),
  });
});

test("a permanent refusal fails with the server's reason", async () => {
  sink.setMode("reject-recipient-5xx");
  const id = await queue();
  await sendDue(app, options);
  expect(await rowOf(id)).toMatchObject({
    status: "failed",
    last_error: expect.stringContaining("no such user"),
  });
  expect(outcomes).toMatchObject([{ status: "failed" }]);
});

test("no server listening is temporary", async () => {
  app = appWith("smtp://127.0.0.1:1");
  const id = await queue();
  await sendDue(app, options);
  expect(await rowOf(id)).toMatchObject({ status: "queued", attempts: 1 });
});

describe("no answer after the final dot", () => {
  test("to a customer: in doubt, held, not sent again", async () => {
    sink.setMode("accept-and-drop");
    const id = await queue();
    await sendDue(app, options);
    expect(await rowOf(id)).toMatchObject({ status: "in-doubt" });
    expect(outcomes).toMatchObject([{ id, status: "in-doubt" }]);
    sink.setMode("accept");
    clock.advance({ hours: 2 });
    expect(await sendDue(app, options)).toBe(0);
    expect(sink.messages).toHaveLength(1);
  });

  test("to our own people: sent again under the same Message-ID", async () => {
    sink.setMode("accept-and-drop");
    const id = await queue({ whenInDoubt: "resend" });
    await sendDue(app, options);
    expect(await rowOf(id)).toMatchObject({ status: "queued" });
    sink.setMode("accept");
    clock.advance({ hours: 2 });
    await sendDue(app, options);
    expect(await rowOf(id)).toMatchObject({ status: "sent" });
    expect(new Set(messageIds()).size).toBe(1);
    expect(sink.messages).toHaveLength(2);
  });
});

describe("leases", () => {
  test("a sender that vanished before handing over: the message is sent by another", async () => {
    const id = await queue();
    await sql`update outgoing_messages set status = 'sending', fence = 1, attempts = 1,
      leased_until = ${clock.now().add({ seconds: 30 }).toString()}::timestamptz`.execute(app.db);
    expect(await sendDue(app, options)).toBe(0);
    clock.advance({ seconds: 31 });
    expect(await sendDue(app, options)).toBe(1);
    expect(await rowOf(id)).toMatchObject({ status: "sent", attempts: 2 });
  });

  test("a sender whose claim was taken over before the body sends nothing", async () => {
    const id = await queue();
    const late = sendDue(app, options);
    while ((await rowOf(id))?.status !== "sending") await new Promise((resolve) => setTimeout(resolve, 5));
    await sql`update outgoing_messages set fence = fence + 1 where id = ${id}`.execute(app.db);
    await late;
    expect(sink.messages).toHaveLength(0);
    expect(await rowOf(id)).toMatchObject({ status: "sending" });
  });

  test("a zombie that wakes after its lease was taken can neither send nor record", async () => {
    sink.setMode("hold");
    const id = await queue();
    const zombie = sendDue(app, { ...options, timeoutMs: 10_000 });
    await sink.taken(1);
    clock.advance({ seconds: 31 });
    await sendDue(app, options);
    expect(await rowOf(id)).toMatchObject({ status: "in-doubt" });
    await sql`update outgoing_messages set status = 'sending', fence = fence + 1,
      leased_until = ${clock.now().add({ seconds: 30 }).toString()}::timestamptz where id = ${id}`.execute(
      app.db,
    );
    outcomes.length = 0;
    sink.release();
    await zombie;
    expect(await rowOf(id)).toMatchObject({ status: "sending" });
    expect(outcomes).toEqual([]);
  });

  test("an answer that comes late settles what was in doubt, when nobody decided yet", async () => {
    sink.setMode("hold");
    const id = await queue();
    const slow = sendDue(app, { ...options, timeoutMs: 10_000 });
    await sink.taken(1);
    clock.advance({ seconds: 31 });
    await sendDue(app, options);
    expect(await rowOf(id)).toMatchObject({ status: "in-doubt" });
    sink.setMode("accept");
    sink.release();
    await slow;
    expect(await rowOf(id)).toMatchObject({ status: "sent" });
    expect(sink.messages).toHaveLength(1);
  });

  test("several senders at once hand over each message once", async () => {
    for (let at = 0; at < 12; at += 1) await queue();
    await Promise.all([sendDue(app, options), sendDue(app, options), sendDue(app, options)]);
    expect(sink.messages).toHaveLength(12);
    expect(new Set(messageIds()).size).toBe(12);
  });
});
