import { type App, createContext } from "../../kernel/app.ts";
import { execute } from "../../kernel/command.ts";
import type { Actor } from "../../kernel/context.ts";
import { isTransient } from "../../kernel/database/transient.ts";
import { problem } from "../../kernel/errors.ts";
import type { Call, CallOutcome } from "./call.ts";
import { ingestCalls } from "./ingest-calls.ts";

type Waiting = {
  calls: readonly Call[];
  actor: Actor;
  resolve: (outcomes: CallOutcome[]) => void;
  reject: (error: unknown) => void;
};

/** Beyond this many waiting calls senders are told to come back later: memory is finite, their queues are kept. */
const mostWaiting = 50_000;
const mostInCommit = 4_000;
/** While one commit waits for the disk, the next is being put together. */
const lanes = 2;

/** Takes calls and answers when they are durable. */
export type Coalescer = { submit(actor: Actor, calls: readonly Call[]): Promise<CallOutcome[]> };

/**
 * Lets requests that arrive together, or while a commit is on its way, share one commit: what costs most is making
 * each durable by itself. A request whose calls the database refuses is tried again alone, so that it takes no other
 * with it.
 */
export function createCoalescer(app: App): Coalescer {
  const queue: Waiting[] = [];
  let waitingCalls = 0;
  let running = 0;

  function take(): Waiting[] {
    const first = queue.shift();
    if (!first) return [];
    const taken = [first];
    let size = first.calls.length;
    while (queue[0] && queue[0].actor.id === first.actor.id && size + queue[0].calls.length <= mostInCommit) {
      const next = queue.shift();
      if (!next) break;
      taken.push(next);
      size += next.calls.length;
    }
    waitingCalls -= size;
    return taken;
  }

  async function runLane(): Promise<void> {
    // Requests whose bytes arrived together are read one after another before this continues.
    await new Promise((resolve) => setImmediate(resolve));
    for (let taken = take(); taken.length > 0; taken = take()) await settle(app, taken);
    running -= 1;
  }

  return {
    submit(actor, calls) {
      if (waitingCalls + calls.length > mostWaiting) {
        throw problem(
          "unavailable",
          "More events arrive than can be stored just now. Send them again later.",
        );
      }
      waitingCalls += calls.length;
      return new Promise((resolve, reject) => {
        queue.push({ calls, actor, resolve, reject });
        if (running < lanes) {
          running += 1;
          void runLane();
        }
      });
    },
  };
}

async function settle(app: App, taken: readonly Waiting[]): Promise<void> {
  const [first] = taken;
  if (!first) return;
  try {
    const outcomes = await commit(
      app,
      first.actor,
      taken.flatMap((each) => each.calls),
    );
    let from = 0;
    for (const { calls, resolve } of taken) {
      resolve(outcomes.slice(from, from + calls.length));
      from += calls.length;
    }
  } catch (error) {
    if (taken.length > 1 && !isTransient(error)) {
      for (const each of taken) await settle(app, [each]);
      return;
    }
    if (first.calls.length > 1 && !isTransient(error)) {
      first.resolve(await commitOneByOne(app, first));
      return;
    }
    for (const { reject } of taken) reject(isTransient(error) ? unavailable() : error);
  }
}

async function commit(app: App, actor: Actor, calls: readonly Call[]): Promise<CallOutcome[]> {
  return execute(app, await createContext(app, actor), ingestCalls, { calls });
}

async function commitOneByOne(app: App, { actor, calls }: Waiting): Promise<CallOutcome[]> {
  const outcomes: CallOutcome[] = [];
  for (const call of calls) {
    try {
      outcomes.push(...(await commit(app, actor, [call])));
    } catch (error) {
      if (isTransient(error)) throw unavailable();
      app.log.error({ err: error, messageId: call.messageId }, "an ingested call could not be stored");
      outcomes.push({ status: "rejected", message: "the database refused this call" });
    }
  }
  return outcomes;
}

function unavailable(): Error {
  return problem("unavailable", "The database is not available just now. Send the events again later.");
}
