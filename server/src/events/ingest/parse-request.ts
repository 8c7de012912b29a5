import { problem } from "../../kernel/errors.ts";
import { newId } from "../../kernel/ids.ts";
import type { Call, CallType } from "./call.ts";
import { parseCall } from "./parse-call.ts";
import { largestCallBytes } from "./read-body.ts";

export type CallError = { index: number; message: string };
export type ParsedRequest = {
  calls: Call[] /** Position in the request, by position in `calls`. */;
  indexes: number[];
  errors: CallError[];
  total: number;
};

const mostCalls = 5_000;

/**
 * The calls of a request. What is wrong with single calls of a batch is told by their position; the good ones are kept.
 * @throws Problem `invalid-input`, `too-large` for a single call
 */
export function parseRequest(
  type: CallType | "batch",
  body: { json: unknown; bytes: number },
  receivedAt: Temporal.Instant,
): ParsedRequest {
  const received = { receivedAt, receivedText: receivedAt.toString(), fallbackId: () => newId(receivedAt) };
  if (type !== "batch") {
    if (body.bytes > largestCallBytes) throw problem("too-large", tooLargeCall);
    const parsed = parseCall(body.json, { type, ...received });
    if ("problem" in parsed) throw refused([{ index: 0, message: parsed.problem }], "");
    return { calls: [parsed.call], indexes: [0], errors: [], total: 1 };
  }
  const { batch, sentAt, context } = (body.json ?? {}) as Record<string, unknown>;
  if (!Array.isArray(batch)) {
    throw problem("invalid-input", "A batch is an object with the list of calls in “batch”.", {
      fields: [{ path: "batch", message: "a list of calls" }],
    });
  }
  if (batch.length > mostCalls) {
    throw problem("too-large", `A batch may hold ${mostCalls.toLocaleString("en")} calls.`);
  }
  const request: ParsedRequest = { calls: [], indexes: [], errors: [], total: batch.length };
  const mayHoldLarge = body.bytes > largestCallBytes;
  batch.forEach((given: unknown, index) => {
    if (mayHoldLarge && Buffer.byteLength(JSON.stringify(given) ?? "") > largestCallBytes) {
      request.errors.push({ index, message: tooLargeCall });
      return;
    }
    const parsed = parseCall(withContext(given, context), { sentAt, ...received });
    if ("problem" in parsed) request.errors.push({ index, message: parsed.problem });
    else {
      request.calls.push(parsed.call);
      request.indexes.push(index);
    }
  });
  return request;
}

const tooLargeCall = "A call may hold 32 KB. Send fewer or shorter properties.";

/** A batch's own context holds for calls that bring none of the kind. */
function withContext(given: unknown, context: unknown): unknown {
  if (typeof context !== "object" || context === null || typeof given !== "object" || given === null) {
    return given;
  }
  const own = (given as { context?: object }).context;
  return { ...given, context: { ...context, ...own } };
}

/** The refusal of a whole request, call by call. */
export function refused(errors: readonly CallError[], prefix = "batch."): Error {
  const fields = errors.map(({ index, message }) => ({
    path: prefix === "" ? (message.split(":")[0] ?? "") : `${prefix}${index}`,
    message,
  }));
  return problem(
    "invalid-input",
    fields
      .map((field) => field.message)
      .slice(0, 5)
      .join("; "),
    { fields },
  );
}
