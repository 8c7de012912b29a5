import { raiseHand as raiseEndpoint } from "@perennial/contract";
import { z } from "zod";
import { command, executeIn } from "../kernel/command.ts";
import { problem } from "../kernel/errors.ts";
import { isId } from "../kernel/ids.ts";
import { notify } from "../notifications/index.ts";
import { taskCommands } from "../projects/index.ts";
import { causeOfGiven } from "./tell-given.ts";

/**
 * Asks the actor's manager for help with an account: they are told, and it stands on their queue as a task.
 * @throws Problem `conflict` when nobody is the actor's manager
 */
export const raiseHand = command({
  name: "today.raise-hand",
  permission: "tasks.write",
  input: raiseEndpoint.body.extend({ id: z.uuid() }),
  async run({ app, tx, ctx, input: { id: accountId, message } }) {
    const account = await tx
      .selectFrom("accounts")
      .select("name")
      .where("id", "=", accountId)
      .executeTakeFirst();
    if (!account) throw problem("not-found", `There is no account with the id ${accountId}.`);
    const me = isId(ctx.actor.id)
      ? await tx
          .selectFrom("teammates")
          .select("manager_id")
          .where("id", "=", ctx.actor.id)
          .executeTakeFirst()
      : undefined;
    const managerId = me?.manager_id ?? null;
    if (managerId === null) {
      throw problem(
        "conflict",
        "Nobody is your manager yet. Set one in Settings → People, or mention somebody in a note.",
      );
    }
    const title = `${ctx.actor.name} asks for help with ${account.name}`;
    // Told before the task is made, under the cause of its being given: the manager is not told of both.
    const cause = causeOfGiven(ctx, "task");
    const told = { teammateId: managerId, kind: "hand" as const, cause, title, body: message };
    await notify(app, tx, ctx, [{ ...told, href: `/accounts/${accountId}` }]);
    const { id: taskId } = await executeIn(app, tx, ctx, taskCommands.create, {
      accountId,
      body: {
        title,
        description: message,
        priority: "high",
        assigneeId: managerId,
        dueOn: ctx.today.add({ days: 1 }).toString(),
      },
    });
    const ref = { object: "account", objectId: accountId, accountId };
    return {
      result: { taskId, managerId },
      events: [{ ...ref, name: "account.hand-raised", payload: { name: message.slice(0, 200), managerId } }],
    };
  },
});
