import { milestoneUpdate, projectFromTemplate, projects, tasks } from "@perennial/contract";
import { execute } from "../kernel/command.ts";
import { route } from "../kernel/http/route.ts";
import type { Slice } from "../kernel/slice.ts";
import { catalogOf, readRecords, recordRoutes } from "../objects/index.ts";
import { type CompletionCommands, completeByRule, dailyCompletion } from "./complete-by-rule.ts";
import { createProjectFromTemplate, projectCommands, taskCommands } from "./create-from-template.ts";
import { presentProjects, presentTasks } from "./present.ts";
import { projectType } from "./project-type.ts";
import { taskTimeline } from "./task-timeline.ts";
import { taskType } from "./task-type.ts";
import { updateMilestone } from "./update-milestone.ts";

export { createProjectFromTemplate, projectCommands, taskCommands } from "./create-from-template.ts";
export { updateMilestone } from "./update-milestone.ts";

const completion: CompletionCommands = { updateTask: taskCommands.update, updateMilestone };
const daily = dailyCompletion(completion);

/** Projects, milestones and tasks. */
export const projectsSlice: Slice = {
  name: "projects",
  routes: [
    route(projectFromTemplate, async ({ app, ctx, body }) => {
      const { id } = await execute(app, ctx, createProjectFromTemplate, body);
      const records = await readRecords(app.db, await catalogOf(app), projectType, [id]);
      return (await presentProjects(app, ctx, records))[0] as never;
    }),
    route(milestoneUpdate, ({ app, ctx, params, body }) =>
      execute(app, ctx, updateMilestone, { ...body, ...params }),
    ),
    ...recordRoutes(projectType, projects, projectCommands, presentProjects),
    ...recordRoutes(taskType, tasks, taskCommands, presentTasks),
  ],
  jobs: [daily.job],
  crons: [daily.cron],
  afterCommand: (tx, ctx, { changes, events }, app) => {
    const touched = [...changes, ...events].flatMap(({ accountId }) => accountId ?? []);
    return completeByRule(app, tx, ctx, touched, completion);
  },
  contributes: {
    objectTypes: [projectType, taskType],
    timelineSources: [taskTimeline],
    ruleRelations: [
      {
        of: "task",
        slug: "account",
        label: "account",
        object: "account",
        sql: { on: [["account_id", "id"]] },
      },
    ],
  },
};
