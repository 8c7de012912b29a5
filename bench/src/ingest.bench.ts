import { Agent, request } from "node:http";
import { createWriteKey } from "../../server/src/events/index.ts";
import { systemContext } from "../../server/src/kernel/app.ts";
import type { BenchCompany } from "./bench-company.ts";
import { benchNow } from "./bench-company.ts";
import { eventNames, type Size } from "./fill.ts";
import { eachOf, type Figure, timed } from "./measure.ts";
import { storeBatchByHand } from "./store-by-hand.ts";

export type BenchEvent = {
  account: number;
  contact: number;
  name: string;
  at: string;
  messageId: string;
};

const batchSize = 100;
const senders = 16;
const rounds = 2;

/**
 * Events over HTTP, durable, de-duplicated, with buckets, in batches of 100, beside a program that writes the same rows
 * to the same tables by one hand-written statement a batch. Both over the same number of senders, in turns.
 */
export async function benchIngest(company: BenchCompany, size: Size, events: number): Promise<Figure> {
  const post = await poster(company);
  let [oursMs, byHandMs] = [0, 0];
  for (let round = 0; round < rounds; round += 1) {
    const byHand = batchesOf(size, events / rounds, `hand-${round}`);
    byHandMs += (await timed(() => eachOf(byHand, senders, (batch) => storeBatchByHand(company.pool, batch))))
      .ms;
    const ours = batchesOf(size, events / rounds, `http-${round}`).map(bodyOf);
    oursMs += (await timed(() => eachOf(ours, senders, post))).ms;
    await company.pool.query("truncate dirty_accounts");
  }
  const rate = (ms: number) => `${Math.round(events / (ms / 1000)).toLocaleString("en")} events/s`;
  return {
    work: "event ingest over HTTP, durable, de-duplicated, with buckets, batches of 100",
    measured: rate(oursMs),
    limit: `${rate(byHandMs)} (same rows by hand-written SQL)`,
    ratio: `${Math.round((100 * byHandMs) / oursMs)} %`,
    mustReach: "≥ 50 %",
  };
}

/** Sends bodies to `/v1/batch` over kept connections; an answer other than 200 ends the bench. */
export async function poster({ app, address }: BenchCompany): Promise<(body: string) => Promise<void>> {
  const { key } = await createWriteKey(app, await systemContext(app, "bench"), "bench");
  const authorization = `Basic ${Buffer.from(`${key}:`).toString("base64")}`;
  const agent = new Agent({ keepAlive: true, maxSockets: senders + 4 });
  return (body) =>
    new Promise((done, fail) => {
      const sent = request(
        `${address}/v1/batch`,
        {
          method: "POST",
          agent,
          headers: {
            authorization,
            "content-type": "application/json",
            "content-length": Buffer.byteLength(body),
          },
        },
        (answer) => {
          answer.resume();
          answer.on("end", () =>
            answer.statusCode === 200 ? done() : fail(new Error(`ingest answered ${answer.statusCode}`)),
          );
        },
      );
      sent.on("error", fail);
      sent.end(body);
    });
}

/** Batches of events of today, the same at every run. */
export function batchesOf({ accounts }: Size, events: number, prefix: string): BenchEvent[][] {
  let seed = 1;
  const next = (below: number) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (seed >>> 8) % below;
  };
  return Array.from({ length: Math.max(1, Math.floor(events / batchSize)) }, (_, batch) =>
    Array.from({ length: batchSize }, (_, index): BenchEvent => {
      const account = next(accounts);
      return {
        account: account + 1,
        contact: account * 3 + next(3),
        name: eventNames[next(eventNames.length)] ?? "",
        at: benchNow.subtract({ seconds: next(36_000) }).toString(),
        messageId: `${prefix}-${batch}-${index}`,
      };
    }),
  );
}

/** A batch as Segment's libraries send it. */
export function bodyOf(batch: readonly BenchEvent[]): string {
  return JSON.stringify({
    batch: batch.map((event) => ({
      type: "track",
      userId: `contact-${event.contact}`,
      event: event.name,
      timestamp: event.at,
      messageId: event.messageId,
      properties: { path: "/reports/42", plan: "team" },
      context: { groupId: `account-${event.account}` },
    })),
  });
}
