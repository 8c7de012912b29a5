import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Analytics } from "@segment/analytics-node";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApp, testApp } from "../../../test/app.ts";
import { bucketErrors, bucketsOf, writeKey } from "../../../test/events.ts";
import { createClock } from "../../kernel/clock.ts";
import { buildServer } from "../../kernel/http/server.ts";
import { authenticate } from "../../people/index.ts";

const examples = resolve(import.meta.dirname, "../../../../../shared/data/segment-spec/examples.jsonl");

// The library stamps what it sends by the machine's clock, so ours has to agree with it, as in life.
const now = createClock().now();
const day = now.toZonedDateTimeISO("UTC").toPlainDate().subtract({ days: 3 });
const instant = (seconds: number) => new Date(Date.parse(`${day}T10:00:00Z`) + seconds * 1000);

let t: TestApp;
let server: FastifyInstance;
let host: string;
let key: { key: string; headers: Record<string, string> };
beforeAll(async () => {
  t = await testApp({ now: now.toString() });
  key = await writeKey(t);
  server = await buildServer(t.app, authenticate(t.app));
  host = await server.listen({ port: 0, host: "127.0.0.1" });
});
afterAll(async () => {
  await server.close();
  await t.close();
});

describe("Segment's own library", () => {
  it("sends to a listening server as to Segment", async () => {
    const analytics = new Analytics({
      writeKey: key.key,
      host,
      path: "/v1/batch",
      flushAt: 10,
      flushInterval: 100,
    });
    const failures: unknown[] = [];
    analytics.on("error", (error) => failures.push(error));
    analytics.group({ userId: "u1", groupId: "g1", traits: { name: "Initech" } });
    analytics.identify({ userId: "u1", traits: { name: "Peter", email: "peter@initech.example" } });
    for (let n = 0; n < 25; n += 1) {
      analytics.track({
        userId: "u1",
        event: "Report Filed",
        timestamp: instant(n),
        context: { groupId: "g1" },
        messageId: `message-${n % 20}`,
      });
    }
    analytics.page({ userId: "u1", name: "Home", timestamp: instant(0) });
    await analytics.closeAndFlush({ timeout: 10_000 });
    expect(failures).toEqual([]);
    const buckets = await bucketsOf(t);
    expect(buckets.filter((each) => each.includes("Report Filed"))).toEqual([
      `Initech ${day} Report Filed ×20`,
    ]);
    expect(buckets.some((each) => each.includes("Page Viewed ×1"))).toBe(true);
    expect(await bucketErrors(t)).toEqual([]);
  });

  it.skipIf(!existsSync(examples))(
    "sends nothing that the specification shows and we refuse (skipped without ../shared/data)",
    async () => {
      const lines = readFileSync(examples, "utf8").trim().split("\n");
      const calls = lines.map((line) => (JSON.parse(line) as { example: Record<string, unknown> }).example);
      const isCall = (call: Record<string, unknown>) =>
        typeof call.type === "string" && call.type !== "batch";
      // Some examples leave out who it was, which the text around them demands.
      const batch = calls.filter(isCall).map((call) => ({ anonymousId: "somebody", ...call }));
      expect(batch.length).toBeGreaterThan(10);
      const answer = await fetch(`${host}/v1/batch`, {
        method: "POST",
        headers: { ...key.headers, "content-type": "application/json" },
        body: JSON.stringify({ batch }),
      });
      const body = (await answer.json()) as { errors: unknown[] };
      expect([answer.status, body.errors]).toEqual([200, []]);
    },
  );
});
