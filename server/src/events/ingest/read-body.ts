import { gunzipSync } from "node:zlib";
import { problem } from "../../kernel/errors.ts";

export const largestBatchBytes = 500 * 1024;
export const largestCallBytes = 32 * 1024;

/**
 * The JSON of an ingest request, unpacked where it is gzip, whatever the headers call it: libraries label gzip as a
 * form, and beacons send JSON as plain text.
 * @throws Problem `too-large`, `invalid-input`
 */
export function readBody(body: Buffer): { json: unknown; bytes: number } {
  const plain = body[0] === 0x1f && body[1] === 0x8b ? unpack(body) : body;
  if (plain.length > largestBatchBytes) throw tooLarge();
  const text = plain.toString("utf8");
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw problem("invalid-input", `The body is not valid JSON: ${(error as Error).message}.`);
  }
  return { json: hasUnstorable.test(text) ? cleaned(json) : json, bytes: plain.length };
}

function unpack(body: Buffer): Buffer {
  try {
    return gunzipSync(body, { maxOutputLength: largestBatchBytes + 1 });
  } catch (error) {
    if ((error as { code?: string }).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge();
    throw problem("invalid-input", "The body begins like gzip but cannot be unpacked.");
  }
}

export function tooLarge(): Error {
  return problem(
    "too-large",
    "A request may hold 500 KB, unpacked. Send smaller batches; nothing of this one was taken.",
  );
}

/** NUL and halves of surrogate pairs, which JSON allows and no database text can hold. */
const hasUnstorable = /\\u(0000|d[89a-f])/i;

function cleaned(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll("\0", "").toWellFormed();
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [String(cleaned(key)), cleaned(each)]),
  );
}
