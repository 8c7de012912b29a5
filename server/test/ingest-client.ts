import { setTimeout as sleep } from "node:timers/promises";
import type { Api, KilledServer } from "./killed-server.ts";

export type IngestClient = {
  /** Sends batches, each until it is answered, until `stop()`. */
  run: () => Promise<void>;
  stop: () => void;
  /** Waits until so many more batches were answered. */
  batches: (count: number) => Promise<void>;
  /** Messages beside those: the accounts' own. */
  others: number;
  /** Message id → bucket, for every call whose batch was answered with 200. */
  accepted: Map<string, string>;
  /** What the daily buckets must say: “account day event” → how many. */
  buckets: () => Record<string, number>;
};

const lanes = 3;
const batchSize = 8;
/** The last one is made known only after its events have come. */
const groups = ["heron", "egret", "bittern", "spoonbill"] as const;
const late = "spoonbill";

/**
 * A product that sends what happens in it as Segment's libraries do: batches with ids of their own, again and again
 * until somebody answers 200, and now and then a batch again although it was answered.
 */
export async function createIngestClient(server: KilledServer, api: Api): Promise<IngestClient> {
  const { key } = await api<{ key: string }>("write-keys", { method: "POST", body: { name: "kill nine" } });
  const headers = {
    authorization: `Basic ${Buffer.from(`${key}:`).toString("base64")}`,
    "content-type": "application/json",
  };
  const accepted = new Map<string, string>();
  let isStopped = false;

  const send = async (batch: readonly object[]) => {
    const body = JSON.stringify({ batch });
    const { status, body: answer } = await server.persist("/v1/batch", { method: "POST", headers, body });
    if (status !== 200) throw new Error(`ingest answered ${status}: ${JSON.stringify(answer)}`);
    const { rejected } = answer as { rejected: number };
    if (rejected > 0) throw new Error(`ingest refused calls: ${JSON.stringify(answer)}`);
  };
  const makeKnown = (groupId: string) =>
    send([
      {
        type: "group",
        messageId: `group-${groupId}`,
        anonymousId: "a",
        groupId,
        traits: { name: groupId },
      },
    ]);

  async function lane(number: number): Promise<void> {
    for (let turn = 0; !isStopped; turn += 1) {
      const calls = Array.from({ length: batchSize }, (_, place) => {
        const groupId = groups[(turn + place) % groups.length] ?? late;
        const day = `2026-11-${10 + ((turn + number) % 5)}`;
        const event = place % 2 === 0 ? "Report Opened" : "Report Shared";
        const messageId = `m-${number}-${turn}-${place}`;
        const call = {
          type: "track",
          messageId,
          groupId,
          anonymousId: "a",
          event,
          timestamp: `${day}T12:00:00Z`,
        };
        return { call, bucket: `${groupId} ${day} ${event}` };
      });
      const batch = calls.map(({ call }) => call);
      await send(batch);
      for (const { call, bucket } of calls) accepted.set(call.messageId, bucket);
      if (turn % 5 === 0) await send(batch);
      await sleep(20);
    }
  }

  for (const group of groups.filter((name) => name !== late)) await makeKnown(group);
  return {
    others: groups.length,
    accepted,
    async run() {
      await Promise.all(Array.from({ length: lanes }, (_, number) => lane(number)));
      await makeKnown(late);
    },
    async batches(count) {
      const goal = accepted.size + count * batchSize;
      while (accepted.size < goal) await sleep(20);
    },
    stop: () => {
      isStopped = true;
    },
    buckets() {
      const counts: Record<string, number> = {};
      for (const bucket of accepted.values()) counts[bucket] = (counts[bucket] ?? 0) + 1;
      return counts;
    },
  };
}
