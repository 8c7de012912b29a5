import { dateIn, instantOfMoment } from "../../kernel/calendar.ts";
import type { Context } from "../../kernel/context.ts";
import { problem } from "../../kernel/errors.ts";
import type { Field } from "../field.ts";
import type { ObjectType } from "../object-type.ts";

/** A context that reads as of an instant. */
export type PastContext = Context & { readonly asOf: Temporal.Instant };

/**
 * The context in which records are read: as it is, or where an instant that has passed is asked for, with that instant as
 * `asOf`, and `now` and `today` as they were then, so that days left and overdue are told as of then.
 * @throws Problem `invalid-input` when the past of these records is not kept
 */
export function readingContext(ctx: Context, type: ObjectType, asOf: string | undefined): Context {
  if (asOf === undefined) return ctx;
  if (type.keepsPast !== true) {
    throw problem(
      "invalid-input",
      `${type.labelPlural} cannot be read as of a day: not all that is shown of them is kept. Leave asOf out.`,
      { fields: [{ path: "asOf", message: "not kept of this kind of record" }] },
    );
  }
  return contextAsOf(ctx, asOf);
}

/** The same context as of a day or instant, where one is asked for. */
export function contextAsOf(ctx: Context, asOf: string | undefined): Context {
  return asOf === undefined ? ctx : contextAt(ctx, instantOfMoment(asOf, ctx.timeZone));
}

/** The same context at an instant; of now, and of what lies ahead, the context itself. */
export function contextAt(ctx: Context, at: Temporal.Instant): Context {
  if (Temporal.Instant.compare(at, ctx.now) >= 0) return ctx;
  return { ...ctx, now: at, today: dateIn(at, ctx.timeZone), asOf: at };
}

export function isPast(ctx: Context): ctx is PastContext {
  return ctx.asOf !== undefined;
}

/** Whether it is known what a field was at an earlier time: from its history, or from facts that carry their dates. */
export function hasPast(field: Field): boolean {
  return field.column.table === "record" || field.isTracked === true || field.isDated === true;
}
