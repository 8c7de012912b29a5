import { conversations } from "@perennial/contract";
import { z } from "zod";
import { type Change, command } from "../kernel/command.ts";
import { problem } from "../kernel/errors.ts";

/** Closes or opens a conversation, or gives it to a teammate. An answer opens a closed one by itself. */
export const updateConversation = command({
  name: "conversations.update",
  permission: "conversations.write",
  input: conversations.update.body.extend({ id: z.uuid() }),
  async run({ tx, ctx, input }) {
    const before = await tx
      .selectFrom("conversations")
      .select(["account_id", "status", "owner_id"])
      .where("id", "=", input.id)
      .forUpdate()
      .executeTakeFirst();
    if (!before) throw problem("not-found", `There is no conversation with the id ${input.id}.`);
    const status = input.status ?? before.status;
    const ownerId = input.ownerId === undefined ? before.owner_id : input.ownerId;
    await tx
      .updateTable("conversations")
      .set({ status, owner_id: ownerId, updated_at: ctx.now.toString() })
      .where("account_id", "=", before.account_id)
      .where("id", "=", input.id)
      .execute();
    const ref = { object: "conversation", objectId: input.id, accountId: before.account_id };
    const changes: Change[] = [];
    if (status !== before.status) changes.push({ ...ref, field: "status", old: before.status, new: status });
    if (ownerId !== before.owner_id)
      changes.push({ ...ref, field: "ownerId", old: before.owner_id, new: ownerId });
    const payload = { fields: changes.map((change) => change.field) };
    return {
      result: { id: input.id },
      changes,
      events: changes.length > 0 ? [{ ...ref, name: "conversation.updated", payload }] : [],
    };
  },
});
