import type { z } from "zod";
import type { App } from "./app.ts";
import { assertPermitted } from "./command.ts";
import type { Context } from "./context.ts";
import type { Db } from "./db.ts";
import { parseInput } from "./parse-input.ts";

/** The unit of reading. */
export type Query<I extends z.ZodType, R> = {
  name: string;
  permission: string;
  input: I;
  run(args: { db: Db; ctx: Context; input: z.output<I>; app: App }): Promise<R>;
};

/** Declares a query; {@link ask} checks the permission and parses the input. */
export function query<I extends z.ZodType, R>(definition: Query<I, R>): Query<I, R> {
  return definition;
}

/** Permission → parse → read. @throws Problem `forbidden`, `invalid-input`, or what the query throws */
export function ask<I extends z.ZodType, R>(
  app: App,
  ctx: Context,
  definition: Query<I, R>,
  input: z.input<I>,
): Promise<R> {
  assertPermitted(ctx, definition.permission);
  return definition.run({ db: app.db, ctx, input: parseInput(definition.input, input), app });
}
