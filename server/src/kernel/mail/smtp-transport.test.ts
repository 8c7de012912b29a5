import { once } from "node:events";
import { createServer } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type SinkMode, type SmtpSink, startSmtpSink } from "../../../test/smtp-sink.ts";
import { readMessage } from "../../conversations/mail/read-message.ts";
import { composeMessage, type OutgoingMessage, replySubject } from "./compose-message.ts";
import { htmlOfText } from "./html-of-text.ts";
import { handOver } from "./smtp-transport.ts";

let sink: SmtpSink;
beforeAll(async () => {
  sink = await startSmtpSink();
});
afterAll(() => sink.close());
beforeEach(() => {
  sink.setMode("accept");
  sink.messages.length = 0;
});

const message: OutgoingMessage = {
  messageId: "<second@ours.example>",
  from: { name: "Dana Ünal", address: "dana@ours.example" },
  to: [{ name: "Ada", address: "ada@kestrel.example" }],
  cc: [],
  replyTo: "success+abcdefghijklmnopqrstuvwxyz@ours.example",
  subject: "Your renewal €",
  text: "Dear Ada,\n.\nsee https://ours.example/a?b=1&c=2.",
  html: null,
  references: ["<first@ours.example>", "<answer@kestrel.example>"],
  writtenAt: Temporal.Instant.from("2026-11-23T08:00:00Z"),
  unsubscribeUrl: "https://ours.example/u/token",
  isAutomatic: true,
};
const envelope = { from: "dana@ours.example", to: ["ada@kestrel.example"] };
const send = async (mode: SinkMode, mayStart = true, timeoutMs = 3_000) => {
  sink.setMode(mode);
  return handOver(sink.url, envelope, await composeMessage(message), {
    mayStart: async () => mayStart,
    timeoutMs,
  });
};

describe("handing over", () => {
  test("what the server gets is what was written, threads, reply address and unsubscribe included", async () => {
    expect(await send("accept")).toMatchObject({ kind: "accepted", refusedRecipients: [] });
    const raw = sink.messages[0]?.raw ?? "";
    const got = await readMessage(new TextEncoder().encode(raw), { foldsQuotes: false });
    expect(got).toMatchObject({
      messageId: "<second@ours.example>",
      answers: ["<answer@kestrel.example>", "<first@ours.example>"],
      from: { name: "Dana Ünal", address: "dana@ours.example" },
      subject: "Your renewal €",
      sentAt: "2026-11-23T08:00:00Z",
      text: message.text,
      kind: "auto-reply",
    });
    expect(raw).toMatch(/^Date: Mon, 23 Nov 2026 08:00:00 \+0000\r?$/m);
    expect(raw).toContain("List-Unsubscribe: <https://ours.example/u/token>");
    expect(raw).toContain("List-Unsubscribe-Post: List-Unsubscribe=One-Click");
    expect(raw).toContain("Reply-To: success+abcdefghijklmnopqrstuvwxyz@ours.example");
  });

  test("the same message gives the same bytes", async () => {
    const [one, two] = await Promise.all([composeMessage(message), composeMessage(message)]);
    expect(one.toString()).toBe(two.toString());
  });

  test.each<[SinkMode, object, number]>([
    ["reject-recipient-4xx", { kind: "refused", isPermanent: false }, 0],
    ["reject-recipient-5xx", { kind: "refused", isPermanent: true }, 0],
    ["reject-message-4xx", { kind: "refused", isPermanent: false }, 0],
    ["reject-message-5xx", { kind: "refused", isPermanent: true }, 0],
    ["drop-before-body", { kind: "refused", isPermanent: false }, 0],
    ["accept-and-drop", { kind: "unknown" }, 1],
    [{ slowMs: 10 }, { kind: "accepted" }, 1],
    [{ slowMs: 5_000 }, { kind: "unknown" }, 1],
  ])("%j gives %j", async (mode, outcome, taken) => {
    expect(await send(mode, true, 1_000)).toMatchObject(outcome);
    expect(sink.messages).toHaveLength(taken);
  });

  test("a lost lease withdraws before the body; a sender that slept too long sends no final dot", async () => {
    expect(await send("accept", false)).toEqual({ kind: "withdrawn" });
    const lapsed = handOver(sink.url, envelope, await composeMessage(message), {
      mayStart: () => new Promise((resolve) => setTimeout(() => resolve(true), 400)),
      timeoutMs: 300,
    });
    expect(await lapsed).toMatchObject({ kind: "refused", isPermanent: false });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(sink.messages).toHaveLength(0);
  });

  test("recipients refused one by one are named", async () => {
    sink.refuse("gone@kestrel.example");
    const outcome = await handOver(
      sink.url,
      { ...envelope, to: ["ada@kestrel.example", "gone@kestrel.example"] },
      await composeMessage(message),
      { mayStart: async () => true, timeoutMs: 2_000 },
    );
    expect(outcome).toMatchObject({
      kind: "accepted",
      refusedRecipients: [
        { address: "gone@kestrel.example", reason: expect.stringContaining("no such user") },
      ],
    });
  });

  test("nobody listening, and somebody who never greets, are refused for now", async () => {
    const mute = createServer(() => {}).listen(0, "127.0.0.1");
    await once(mute, "listening");
    const { port } = mute.address() as { port: number };
    const options = { mayStart: async () => true, timeoutMs: 500 };
    const raw = await composeMessage(message);
    expect(await handOver(`smtp://127.0.0.1:${port}`, envelope, raw, options)).toMatchObject({
      kind: "refused",
      isPermanent: false,
      reason: expect.stringMatching(/greeting|no answer/i),
    });
    await new Promise((resolve) => mute.close(resolve));
    expect(await handOver(`smtp://127.0.0.1:${port}`, envelope, raw, options)).toMatchObject({
      kind: "refused",
      isPermanent: false,
    });
  });
});

test.each([
  ["Your renewal", "Re: Your renewal"],
  ["Re: RE: Fwd: Your renewal", "Re: Your renewal"],
  ["AW: Vertrag", "Re: Vertrag"],
])("the answer to %s is %s", (subject, expected) => expect(replySubject(subject)).toBe(expected));

test("text becomes HTML without ever becoming markup", () => {
  expect(htmlOfText('Dear <b>Ada</b>,\nsee https://x.example/?a=1&b=2.\n\n- one\n- two\n\n"bye"')).toBe(
    '<p>Dear &lt;b&gt;Ada&lt;/b&gt;,<br>see <a href="https://x.example/?a=1&amp;b=2">https://x.example/?a=1&amp;b=2</a>.</p>\n<ul><li>one</li><li>two</li></ul>\n<p>&quot;bye&quot;</p>',
  );
});
