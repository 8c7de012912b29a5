import { ImapFlow } from "imapflow";
import type { App } from "../kernel/app.ts";
import { LARGEST_MESSAGE, takeIn } from "./take-in.ts";

/** How long to wait for news before looking anyway; servers end an IDLE after half an hour. */
const LOOK_EVERY_MS = 60_000;
const SHORTEST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 300_000;

/**
 * Reads what comes into the INBOX at `imapUrl` (`imaps://user:password@host`) until stopped: unseen messages, oldest first,
 * marked as seen only after they are stored, so a crash means reading one again, and Message-IDs make that harmless.
 * A lost connection is opened again, at growing intervals.
 * @returns how to stop it
 */
export function startImapInbox(app: App, imapUrl: string): () => Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const loop = async () => {
    let pauseMs = SHORTEST_PAUSE_MS;
    while (!signal.aborted) {
      try {
        await readUntilBroken(app, imapUrl, signal, () => {
          pauseMs = SHORTEST_PAUSE_MS;
        });
      } catch (error) {
        app.log.warn({ err: error, pauseMs }, "the IMAP mailbox could not be read; trying again");
      }
      await pause(pauseMs, signal);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  };
  const running = loop();
  return async () => {
    stopping.abort();
    await running;
  };
}

async function readUntilBroken(
  app: App,
  imapUrl: string,
  signal: AbortSignal,
  onRead: () => void,
): Promise<void> {
  const client = connectionTo(imapUrl);
  let broken: Error | undefined;
  let wake = () => {};
  client.on("error", (error: Error) => {
    broken = error;
    wake();
  });
  client.on("close", () => {
    broken ??= new Error("the server closed the connection");
    wake();
  });
  client.on("exists", () => wake());
  signal.addEventListener("abort", () => wake(), { once: true });
  await client.connect();
  try {
    await client.mailboxOpen("INBOX");
    while (!signal.aborted && !broken) {
      await takeInUnseen(app, client, signal);
      onRead();
      if (signal.aborted || broken) break;
      // IDLE lasts until the next command; `exists` tells of new mail at once.
      client.idle().catch(() => wake());
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, LOOK_EVERY_MS);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    if (broken && !signal.aborted) throw broken;
  } finally {
    if (broken) client.close();
    else await client.logout().catch(() => client.close());
  }
}

function connectionTo(imapUrl: string): ImapFlow {
  const url = new URL(imapUrl);
  const isSecure = url.protocol === "imaps:";
  return new ImapFlow({
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port === "" ? (isSecure ? 993 : 143) : Number(url.port),
    secure: isSecure,
    auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
    logger: false,
    disableAutoIdle: true,
  });
}

async function takeInUnseen(app: App, client: ImapFlow, signal: AbortSignal): Promise<void> {
  const uids = (await client.search({ seen: false }, { uid: true })) || [];
  for (const uid of uids.toSorted((a, b) => a - b)) {
    if (signal.aborted) return;
    try {
      await takeInOne(app, client, uid);
    } catch (error) {
      if (!client.usable) throw error;
      // It stays unseen and is tried again with the next look; the others must not wait for it.
      app.log.error({ err: error, uid }, "a message in the mailbox could not be taken in");
    }
  }
}

async function takeInOne(app: App, client: ImapFlow, uid: number): Promise<void> {
  const head = await client.fetchOne(String(uid), { size: true }, { uid: true });
  if (!head) return;
  if ((head.size ?? 0) > LARGEST_MESSAGE) {
    app.log.error(
      { uid, size: head.size },
      "a message is too large to be taken in; it stays in the mailbox, seen",
    );
  } else {
    const body = await client.fetchOne(String(uid), { source: true }, { uid: true });
    if (body === false || !body.source) return;
    const received = await takeIn(app, new Uint8Array(body.source));
    app.log.debug({ uid, status: received.status }, "a message was taken in from the mailbox");
  }
  await client.messageFlagsAdd(String(uid), ["\\Seen"], { uid: true });
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
