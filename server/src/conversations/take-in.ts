import { type App, createContext } from "../kernel/app.ts";
import { execute } from "../kernel/command.ts";
import type { Actor } from "../kernel/context.ts";
import { messageReaderOf } from "./message-reader-of.ts";
import { type Received, receiveMessage } from "./receive-message.ts";

/** Bytes of one message; what mail servers accept at most, by and large. */
export const LARGEST_MESSAGE = 30 * 1024 * 1024;

const actor: Actor = {
  kind: "connector",
  id: "inbound-mail",
  name: "Inbound mail",
  // A known contact's mail begins a conversation; that is all it may do.
  permissions: new Set(["conversations.receive"]),
};

/** Reads one raw message outside any transaction and stores what it says. Taking in the same one twice is harmless. */
export async function takeIn(app: App, raw: Uint8Array<ArrayBuffer>, requestId?: string): Promise<Received> {
  const message = await messageReaderOf(app).read(raw);
  const ctx = await createContext(app, actor, requestId === undefined ? {} : { requestId });
  return execute(app, ctx, receiveMessage, { message, raw });
}
