import { executeIn } from "../../kernel/command.ts";
import { taskCommands } from "../../projects/index.ts";
import { renderOrRefuse } from "../../templates/index.ts";
import { findRunRenewal } from "../open-renewal.ts";
import { checkAccountField } from "./checks.ts";
import { onward, stepKind } from "./step.ts";

/** Makes a task for whoever holds a key role at the account; unassigned when nobody does. */
export const createTask = stepKind({
  kind: "create-task",
  label: "Create task",
  group: "act",
  outlets: () => onward,
  describe: ({ title, assigneeRole }, names) =>
    `Create the task “${title}”${assigneeRole ? ` for the account's ${names.keyRole(assigneeRole)}` : ""}`,
  check: async ({ settings, ...where }) =>
    settings.assigneeRole
      ? checkAccountField(where, "assigneeRole", `keyRole:${settings.assigneeRole}`, "key role")
      : [],
  async run({ app, tx, ctx, run, settings }) {
    const { accountId, memory } = run;
    const renewal = await findRunRenewal(tx, accountId, memory);
    const sources = {
      title: settings.title,
      ...(settings.description ? { description: settings.description } : {}),
    };
    const texts = await renderOrRefuse(app, tx, ctx, sources, { accountId, renewalId: renewal?.id });
    const dueOn =
      settings.dueInDays === undefined ? null : ctx.today.add({ days: settings.dueInDays }).toString();
    const { id } = await executeIn(app, tx, ctx, taskCommands.create, {
      accountId,
      body: {
        title: texts.title,
        description: texts.description,
        priority: settings.priority,
        assigneeRole: settings.assigneeRole,
        dueOn,
        ...(renewal ? { renewalId: renewal.id } : {}),
      },
    });
    const why = `Created the task “${texts.title}”.`;
    return { kind: "next", why, output: { taskId: id, title: texts.title ?? "", dueOn } };
  },
});
