import { z } from "zod";
import { command } from "../../kernel/command.ts";
import { claimMessages, releaseMessages } from "../store-events.ts";
import { applyCalls } from "./apply-calls.ts";
import type { Call, CallOutcome } from "./call.ts";
import { holdCalls } from "./held-calls.ts";

/** Takes checked calls: each message once, what is known written, what is not yet known kept. */
export const ingestCalls = command({
  name: "events.ingest",
  permission: "events.write",
  input: z.object({ calls: z.custom<readonly Call[]>((value) => Array.isArray(value)) }),
  async run({ app, tx, ctx, input: { calls } }) {
    const claims = await claimMessages(
      tx,
      calls.map((call) => ({ id: call.messageId, content: null })),
    );
    const fresh = calls.flatMap((call, index) => (claims[index] === "fresh" ? [{ call, index }] : []));
    const applied = await applyCalls(
      app,
      tx,
      ctx,
      fresh.map(({ call }) => call),
    );
    await holdCalls(
      tx,
      ctx,
      applied.held.map(({ call }) => call),
    );
    const rejected = fresh.filter((_, position) => applied.outcomes[position]?.status === "rejected");
    await releaseMessages(
      tx,
      rejected.map(({ call }) => call.messageId),
    );
    const outcomes: CallOutcome[] = calls.map(() => ({ status: "duplicate" }));
    fresh.forEach(({ index }, position) => {
      outcomes[index] = applied.outcomes[position] ?? { status: "recorded" };
    });
    return { result: outcomes, changes: applied.changes, events: applied.events };
  },
});
