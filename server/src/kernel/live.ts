import { sql } from "kysely";
import type { Pool, PoolClient } from "pg";
import type { DomainEvent } from "./command.ts";
import type { Tx } from "./db.ts";
import type { Logger } from "./log.ts";

/** What a listener is told of a committed event; the payload stays in the feed. */
export type LiveChange = Pick<DomainEvent, "name" | "object"> & {
  objectId: string | null;
  accountId: string | null;
};
type Listener = (changes: LiveChange[]) => void;

/** Tells every process of what any process commits, through PostgreSQL's LISTEN/NOTIFY. */
export type LiveBus = {
  subscribe(listener: Listener): () => void;
  /** Tells when the bus listens again after its connection broke: what was committed meanwhile went unheard. */
  onResumed(resumed: () => void): () => void;
  /** Listens to another channel of ours; the payload is passed on as it came. */
  listen(channel: string, heard: (payload: string) => void): Promise<() => void>;
  /** Begins to listen on a connection of its own; reconnects until stopped. */
  start(): Promise<void>;
  stop(): Promise<void>;
};

const channel = "perennial_changes";
const largestPayload = 7_500;

/**
 * Announces events when the transaction commits. NOTIFY holds 8,000 bytes: what does not fit is sent as one
 * entry per kind of object, which listeners take as "any of these may have changed".
 */
export async function announce(tx: Tx, events: readonly DomainEvent[]): Promise<void> {
  if (events.length === 0) return;
  const entries = events.map(({ name, object, objectId, accountId }) => [name, object, objectId, accountId]);
  let payload = JSON.stringify(entries);
  if (Buffer.byteLength(payload) > largestPayload) {
    const kinds = new Map(
      events.map(({ name, object }) => [`${name} ${object}`, [name, object, null, null]]),
    );
    payload = JSON.stringify([...kinds.values()]);
  }
  await sql`select pg_notify(${channel}, ${payload})`.execute(tx);
}

/** Makes the bus; it is silent until started. */
export function createLiveBus(pool: Pool, log: Logger): LiveBus {
  const listeners = new Set<Listener>();
  const resumptions = new Set<() => void>();
  let client: PoolClient | undefined;
  let isStopped = true;

  const hear = (payload: string) => {
    const entries = JSON.parse(payload) as [string, string, string | null, string | null][];
    const changes = entries.map(([name, object, objectId, accountId]) => ({
      name,
      object,
      objectId,
      accountId,
    }));
    for (const listener of listeners) listener(changes);
  };
  const others = new Map<string, Set<(payload: string) => void>>();
  const connect = async (): Promise<void> => {
    const connected = await pool.connect();
    let isBroken = false;
    connected.on("notification", (message) => {
      if (message.channel === channel) hear(message.payload ?? "[]");
      else for (const heard of others.get(message.channel) ?? []) heard(message.payload ?? "");
    });
    connected.on("error", (error) => {
      if (isBroken) return;
      isBroken = true;
      log.warn({ err: error }, "the live connection broke; reconnecting");
      connected.release(true);
      client = undefined;
      if (!isStopped) retry();
    });
    // One that breaks here is tried again by its listener above.
    for (const name of [channel, ...others.keys()]) {
      await connected.query(`listen ${name}`).catch((error: unknown) => {
        if (!isBroken) throw error;
      });
    }
    if (!isBroken) client = connected;
  };
  const resume = async (): Promise<void> => {
    await connect();
    // What waits for an announcement may have missed it.
    for (const resumed of resumptions) resumed();
    for (const ofChannel of others.values()) for (const heard of ofChannel) heard("");
  };
  const retry = () => {
    setTimeout(() => {
      if (isStopped) return;
      resume().catch(() => retry());
    }, 500).unref();
  };

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onResumed(resumed) {
      resumptions.add(resumed);
      return () => resumptions.delete(resumed);
    },
    async listen(name, heard) {
      if (!/^[a-z_]+$/.test(name)) throw new RangeError(`not a channel name: ${name}`);
      const ofChannel = others.get(name) ?? new Set();
      others.set(name, ofChannel.add(heard));
      await client?.query(`listen ${name}`);
      return () => ofChannel.delete(heard);
    },
    async start() {
      isStopped = false;
      await connect();
    },
    async stop() {
      isStopped = true;
      client?.removeAllListeners("notification");
      client?.release(true);
      client = undefined;
    },
  };
}
