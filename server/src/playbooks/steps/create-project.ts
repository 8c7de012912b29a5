import { executeIn } from "../../kernel/command.ts";
import { createProjectFromTemplate } from "../../projects/index.ts";
import { findTemplate } from "../../templates/index.ts";
import { requireRunRenewal } from "../open-renewal.ts";
import { checkTemplate } from "./checks.ts";
import { onward, stepKind } from "./step.ts";

/** Makes a project with milestones and tasks; owned by whoever owns the renewal where its dates count from one. */
export const createProject = stepKind({
  kind: "create-project",
  label: "Create project",
  group: "act",
  outlets: () => onward,
  describe: ({ template }, names) => `Create a project from the template “${names.template(template)}”`,
  check: ({ settings, ...where }) => checkTemplate(where, "project", settings.template),
  async run({ app, tx, ctx, run, step, settings }) {
    const template = await findTemplate(tx, "project", { slug: settings.template });
    const renewal = JSON.stringify(template.content).includes('"renewal-due"')
      ? await requireRunRenewal(app, tx, ctx, run.accountId, run.memory)
      : null;
    const { id } = await executeIn(app, tx, ctx, createProjectFromTemplate, {
      accountId: run.accountId,
      template: { slug: settings.template },
      ...(renewal ? { renewalId: renewal.id } : {}),
      ...(renewal?.ownerId ? { ownerId: renewal.ownerId } : {}),
    });
    const made = await tx
      .selectFrom("projects")
      .select("name")
      .where("account_id", "=", run.accountId)
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    return {
      kind: "next",
      why: `Created the project “${made.name}”.`,
      output: { projectId: id, name: made.name },
      memory: {
        ...run.memory,
        ...(renewal ? { renewalId: renewal.id } : {}),
        projects: { ...run.memory.projects, [step.id]: id },
      },
    };
  },
});
