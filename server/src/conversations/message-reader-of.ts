import type { App } from "../kernel/app.ts";
import { createMessageReader, type MessageReader } from "./mail/message-reader.ts";

const readers = new WeakMap<App, MessageReader>();

/** The application's reader of incoming mail; its thread starts with the first message and keeps nothing alive. */
export function messageReaderOf(app: App): MessageReader {
  let reader = readers.get(app);
  if (!reader) {
    reader = createMessageReader();
    readers.set(app, reader);
  }
  return reader;
}
