import { milestoneUpdate } from "@perennial/contract";
import { z } from "zod";
import { type Change, command } from "../kernel/command.ts";
import { problem } from "../kernel/errors.ts";

/** Renames, moves or completes a milestone by hand. */
export const updateMilestone = command({
  name: "milestones.update",
  permission: "projects.write",
  input: milestoneUpdate.body.extend({ id: z.uuid() }),
  async run({ tx, input }) {
    const before = await tx
      .selectFrom("milestones")
      .selectAll()
      .where("id", "=", input.id)
      .forUpdate()
      .executeTakeFirst();
    if (!before) throw problem("not-found", `There is no milestone with the id ${input.id}.`);
    const after = {
      name: input.name ?? before.name,
      dueOn: input.dueOn === undefined ? before.due_on : input.dueOn,
      completedOn: input.completedOn === undefined ? before.completed_on : input.completedOn,
    };
    await tx
      .updateTable("milestones")
      .set({ name: after.name, due_on: after.dueOn, completed_on: after.completedOn })
      .where("account_id", "=", before.account_id)
      .where("id", "=", input.id)
      .execute();
    const ref = { object: "milestone", objectId: input.id, accountId: before.account_id };
    const old = { name: before.name, dueOn: before.due_on, completedOn: before.completed_on };
    const changes = (["name", "dueOn", "completedOn"] as const)
      .filter((field) => old[field] !== after[field])
      .map((field): Change => ({ ...ref, field, old: old[field], new: after[field] }));
    const isCompleted = after.completedOn !== null && before.completed_on === null;
    const name = isCompleted ? "milestone.completed" : "milestone.updated";
    const payload = { name: after.name };
    return {
      result: { id: input.id, ...after },
      changes,
      events: changes.length > 0 ? [{ ...ref, name, payload }] : [],
    };
  },
});
