import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { isId } from "../kernel/ids.ts";
import type { RecordInput } from "../objects/index.ts";
import { resolveTeammates } from "./resolve-teammates.ts";

/**
 * Who wrote each record: the teammate that `author` names, else, of a new one, whoever writes it. Somebody who is no teammate
 * (any more) is kept by name: the record is worth more than the link.
 */
export async function withAuthors(
  tx: Tx,
  ctx: Context,
  inputs: readonly RecordInput[],
): Promise<RecordInput[]> {
  const names = inputs.flatMap(({ extras }) => (typeof extras?.author === "string" ? [extras.author] : []));
  const teammates = names.length > 0 ? await resolveTeammates(tx, names) : new Map();
  return inputs.map((input): RecordInput => {
    const { author, ...extras } = input.extras ?? {};
    const { values } = input;
    if (typeof author === "string") {
      const found = teammates.get(author);
      const authorId = found && "id" in found ? found.id : null;
      return { ...input, values: { ...values, authorId }, extras: { ...extras, authorName: author } };
    }
    const isOwn = input.id === undefined && values.authorId === undefined && ctx.actor.kind === "teammate";
    if (!isOwn) return { ...input, extras };
    const authorId = isId(ctx.actor.id) ? ctx.actor.id : null;
    return { ...input, values: { ...values, authorId }, extras: { ...extras, authorName: ctx.actor.name } };
  });
}
