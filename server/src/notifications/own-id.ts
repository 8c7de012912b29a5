import type { Context } from "../kernel/context.ts";
import { problem } from "../kernel/errors.ts";

/** Whose notifications are meant. @throws Problem `forbidden` for programs: they have none */
export function ownId(ctx: Context): string {
  if (ctx.actor.kind === "teammate") return ctx.actor.id;
  throw problem("forbidden", "Notifications are people's own: sign in as a teammate.");
}
