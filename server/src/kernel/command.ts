import { sql } from "kysely";
import type { z } from "zod";
import type { App } from "./app.ts";
import { type Context, isPermitted } from "./context.ts";
import { retryConflicts } from "./database/transient.ts";
import type { Tx } from "./db.ts";
import { problem } from "./errors.ts";
import { claimIdempotencyKey, storeIdempotentResult } from "./idempotency.ts";
import { parseInput } from "./parse-input.ts";
import { publish } from "./publish.ts";

/** A JSON value as history keeps it. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** One field of one record went from `old` to `new`. */
export type Change = {
  object: string;
  objectId: string;
  /** The account the record lies below, or null where there is none. */
  accountId: string | null;
  field: string;
  old: Json;
  new: Json;
  /** When it holds from, where that differs from the moment of writing (late facts). */
  effectiveAt?: Temporal.Instant;
};

/** Something that happened, in the past tense; it goes to the change feed, live updates and playbooks. */
export type DomainEvent = {
  name: string;
  object: string;
  objectId: string | null;
  accountId: string | null;
  payload?: { [key: string]: Json };
};

/** What a command's work gives back to the kernel, which records it. */
export type Outcome<R> = { result: R; changes?: readonly Change[]; events?: readonly DomainEvent[] };

/** The unit of writing. */
export type Command<I extends z.ZodType, R> = {
  name: string;
  permission: string;
  input: I;
  run(args: { tx: Tx; ctx: Context; input: z.output<I>; app: App }): Promise<Outcome<R>>;
};

/** Declares a command; see {@link execute} for what the kernel does around it. */
export function command<I extends z.ZodType, R>(definition: Command<I, R>): Command<I, R> {
  return definition;
}

/**
 * Permission → parse → transaction → idempotency → work → history and audit → feed, in that order.
 * A transaction that lost a race with another (deadlock, serialisation) is tried again.
 * @throws Problem `forbidden`, `invalid-input`, or what the command itself throws
 */
export async function execute<I extends z.ZodType, R>(
  app: App,
  ctx: Context,
  definition: Command<I, R>,
  input: z.input<I>,
): Promise<R> {
  assertPermitted(ctx, definition.permission);
  const parsed = parseInput(definition.input, input);
  return retryConflicts(() =>
    app.db.transaction().execute(async (tx) => {
      const claim = ctx.idempotencyKey
        ? await claimIdempotencyKey(tx, ctx, ctx.idempotencyKey, definition.name, input)
        : undefined;
      if (claim?.isRepeated) return claim.result as R;
      const result = await runAndRecord(app, tx, ctx, definition, parsed);
      if (ctx.idempotencyKey) await storeIdempotentResult(tx, ctx, ctx.idempotencyKey, result);
      return result;
    }),
  );
}

/** Runs a command inside a transaction that exists, with the same checks and records. */
export async function executeIn<I extends z.ZodType, R>(
  app: App,
  tx: Tx,
  ctx: Context,
  definition: Command<I, R>,
  input: z.input<I>,
): Promise<R> {
  assertPermitted(ctx, definition.permission);
  return runAndRecord(app, tx, ctx, definition, parseInput(definition.input, input));
}

/**
 * Runs work inside a savepoint: when it throws, only its own writes are undone and the error is passed on.
 * For batches in which one bad row must not take the good ones with it.
 */
export async function inSavepoint<R>(tx: Tx, work: () => Promise<R>): Promise<R> {
  await sql`savepoint row_work`.execute(tx);
  try {
    const result = await work();
    await sql`release savepoint row_work`.execute(tx);
    return result;
  } catch (error) {
    await sql`rollback to savepoint row_work`.execute(tx);
    await sql`release savepoint row_work`.execute(tx);
    throw error;
  }
}

/** @throws Problem `forbidden` when the actor lacks the permission */
export function assertPermitted(ctx: Context, permission: string): void {
  if (isPermitted(ctx.actor, permission)) return;
  throw problem(
    "forbidden",
    `This needs the permission “${permission}”. Ask an administrator to give your role that permission.`,
  );
}

async function runAndRecord<I extends z.ZodType, R>(
  app: App,
  tx: Tx,
  ctx: Context,
  definition: Command<I, R>,
  input: z.output<I>,
): Promise<R> {
  const { result, changes = [], events = [] } = await definition.run({ tx, ctx, input, app });
  await publish(app, tx, ctx, definition.name, { changes, events });
  return result;
}
