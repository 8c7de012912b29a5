import { afterAll, describe, expect, test } from "vitest";
import { createMessageReader } from "./message-reader.ts";
import { newReplyToken, replyAddress, replyTokensIn } from "./reply-address.ts";

const reader = createMessageReader({ timeoutMs: 1_500, heapMb: 128 });
afterAll(() => reader.close());

const bytes = (text: string) => new TextEncoder().encode(text.replace(/\r?\n/g, "\r\n"));
const read = (text: string) => reader.read(bytes(text));

const REPLY = `From: "Ada Byron" <Ada@Kestrel.Example>
To: Success <success+abcdefghijklmnopqrstuvwxyz@ours.example>
Cc: friends:Bo <bo@kestrel.example>, cy@kestrel.example;
Subject: =?utf-8?q?Re:_Your_renewal_=E2=82=AC?=
Message-ID: <answer@kestrel.example>
In-Reply-To: <second@ours.example>
References: <first@ours.example>
 <second@ours.example>
Date: Mon, 23 Nov 2026 08:15:00 +0100
Content-Type: text/plain; charset=windows-1252
Content-Transfer-Encoding: quoted-printable

Yes, we renew for =80 12 a seat.

Best regards,
Ada

On Mon, Nov 23, 2026 at 7:00 AM Success <success@ours.example> wrote:
> Will you renew?
> It ends soon.
`;

describe("an answer", () => {
  test("is read whole: addresses, threads, charset, folded quotes", async () => {
    const message = await read(REPLY);
    expect(message).toMatchObject({
      kind: "message",
      messageId: "<answer@kestrel.example>",
      answers: ["<second@ours.example>", "<first@ours.example>"],
      from: { name: "Ada Byron", address: "ada@kestrel.example" },
      cc: [{ address: "bo@kestrel.example" }, { address: "cy@kestrel.example" }],
      subject: "Re: Your renewal €",
      sentAt: "2026-11-23T07:15:00Z",
      unreadable: null,
    });
    expect(message.reply).toBe("Yes, we renew for € 12 a seat.");
    expect(message.text).toContain("> It ends soon.");
    expect(replyTokensIn(message.deliveredTo)).toEqual(["abcdefghijklmnopqrstuvwxyz"]);
  });

  test("with only HTML is given readable text; script and style are not text", async () => {
    const message = await read(
      `From: a@b.example\nMessage-ID: <h@b>\nContent-Type: text/html; charset=utf-8\n\n<style>p{}</style><p>Hello &amp; <b>thanks</b>,</p><script>steal()</script><ul><li>one<li>two</ul>`,
    );
    expect(message.text).toBe("Hello & thanks,\n\n- one\n- two");
  });

  test("keeps attachments, and file names cannot climb", async () => {
    const message = await read(
      `From: a@b.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\nSee file.\n--x\nContent-Type: application/pdf\nContent-Disposition: attachment; filename="../../order.pdf"\nContent-Transfer-Encoding: base64\n\nJVBERi0=\n--x--\n`,
    );
    expect(message.attachments).toMatchObject([{ filename: ".._.._order.pdf", mimeType: "application/pdf" }]);
    expect(Buffer.from(message.attachments[0]?.content ?? []).toString()).toBe("%PDF-");
  });

  test("a bare forward still has a reply text", async () => {
    const message = await read("From: a@b.example\nContent-Type: text/plain\n\n> Only quoted\n> lines");
    expect(message.reply).toBe("> Only quoted\n> lines");
  });
});

describe("machines", () => {
  test.each([
    ["Auto-Submitted: auto-replied", "auto-reply"],
    ["Auto-Submitted: no", "message"],
    ["Precedence: bulk", "auto-reply"],
    ["Precedence: first-class", "message"],
    ["X-Autoreply: yes", "auto-reply"],
    ["Return-Path: <>", "auto-reply"],
    ["Subject: Out of Office: back on Monday", "auto-reply"],
    ["Subject: Automatische Antwort: Ihr Vertrag", "auto-reply"],
    ["Subject: Our automatic renewal", "message"],
  ])("%s is read as %s", async (header, kind) => {
    expect((await read(`From: a@b.example\n${header}\n\nHello`)).kind).toBe(kind);
  });

  test("a delivery report gives each recipient's fate and our Message-ID", async () => {
    const message = await read(`From: MAILER-DAEMON@relay.example
To: success@ours.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; Ada@kestrel.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <ada@kestrel.example>:
    no such user

Final-Recipient: rfc822; bo@kestrel.example
Action: delayed
Status: 4.4.1
--b
Content-Type: message/rfc822

From: success@ours.example
Message-ID: <first@ours.example>
Subject: Your renewal

Hello
--b--
`);
    expect(message.kind).toBe("bounce");
    expect(message.bounces).toEqual([
      {
        originalMessageId: "<first@ours.example>",
        recipient: "ada@kestrel.example",
        action: "failed",
        status: "5.1.1",
        diagnostic: "550 5.1.1 <ada@kestrel.example>: no such user",
      },
      {
        originalMessageId: "<first@ours.example>",
        recipient: "bo@kestrel.example",
        action: "delayed",
        status: "4.4.1",
        diagnostic: null,
      },
    ]);
  });

  test("a report in plain text is recognised by its sender and the id it returns", async () => {
    const message = await read(
      "From: Mailer-Daemon@relay.example\nSubject: failure\n\n550 5.7.1 refused\n\nMessage-ID: <first@ours.example>\n",
    );
    expect(message).toMatchObject({
      kind: "bounce",
      bounces: [{ originalMessageId: "<first@ours.example>", status: "5.7.1" }],
    });
  });

  test("a person quoting a Message-ID is not a bounce", async () => {
    expect((await read("From: a@b.example\n\nMessage-ID: <first@ours.example>")).kind).toBe("message");
  });
});

describe("hostile mail", () => {
  test("no Message-ID: the same bytes get the same id, other bytes another", async () => {
    const [one, again, other] = await Promise.all([
      read("From: a@b.example\n\nHi"),
      read("From: a@b.example\n\nHi"),
      read("From: a@b.example\n\nHo"),
    ]);
    expect(one.messageId).toBe(again.messageId);
    expect(one.messageId).not.toBe(other.messageId);
  });

  test("NUL, half surrogates and an unknown charset do not reach the database", async () => {
    const message = await read(
      "From: a@b.example\nSubject: a\0b =?utf-16be?B?2AA=?=\nContent-Type: text/plain; charset=no-such-charset\n\nHi\0 there",
    );
    expect(message.subject).not.toContain("\0");
    expect(message.subject.isWellFormed()).toBe(true);
    expect(message.text).toBe("Hi there");
  });

  test("too deep nesting keeps headers and the bytes", async () => {
    const levels = Array.from(
      { length: 60 },
      (_, at) => `--b${at}\nContent-Type: multipart/mixed; boundary=b${at + 1}\n\n`,
    );
    const message = await read(
      `From: a@b.example\nMessage-ID: <deep@b>\nSubject: deep\nContent-Type: multipart/mixed;\n boundary=b0\n\n${levels.join("")}`,
    );
    expect(message).toMatchObject({ messageId: "<deep@b>", subject: "deep", text: "" });
    expect(message.unreadable).toContain("nesting");
    expect(message.attachments).toMatchObject([{ filename: "message.eml" }]);
  });

  test("text that makes the quote patterns spin is read unfolded within the time", async () => {
    const spin = `On ${"a ".repeat(30_000)}\n`;
    const started = performance.now();
    const message = await read(`From: a@b.example\nMessage-ID: <spin@b>\n\n${spin}`);
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(message).toMatchObject({ messageId: "<spin@b>", unreadable: null });
    expect(message.text.length).toBeGreaterThan(50_000);
  });

  test("half a million tags that never end are text within the time", async () => {
    const started = performance.now();
    const message = await read(`From: a@b.example\nContent-Type: text/html\n\n${"<p".repeat(250_000)}end`);
    expect(message.unreadable).toBeNull();
    expect(performance.now() - started).toBeLessThan(3_000);
  });

  test("ten thousand recipients and an endless name are cut", async () => {
    const to = Array.from({ length: 10_000 }, (_, at) => `a${at}@b.example`).join(",\n ");
    const message = await read(`From: "${"x".repeat(5_000)}" <a@b.example>\nTo: ${to}\n\nHi`);
    expect(message.to).toHaveLength(200);
    expect(message.from).toEqual({ name: "x".repeat(200), address: "a@b.example" });
  });

  test("20 MB of text and garbage are read, the body cut", async () => {
    const message = await read(
      `From: a@b.example\nMessage-ID: <big@b>\n\n${"lorem ipsum dolor\n".repeat(1_100_000)}`,
    );
    expect(message.messageId).toBe("<big@b>");
    const garbage = await reader.read(Uint8Array.from({ length: 50_000 }, (_, at) => (at * 7919) % 256));
    expect(garbage.from).toBeNull();
  });
});

test("a reply address carries the token and survives case folding", () => {
  const token = newReplyToken();
  const address = replyAddress("success@ours.example", token);
  expect(replyTokensIn(["x@y.example", address.toUpperCase()])).toEqual([token]);
  expect(newReplyToken()).not.toBe(token);
});
