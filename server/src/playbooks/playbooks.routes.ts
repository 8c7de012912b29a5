import { playbooks, stepSettings } from "@perennial/contract";
import { z } from "zod";
import type { App } from "../kernel/app.ts";
import { assertPermitted, execute } from "../kernel/command.ts";
import { type Route, route } from "../kernel/http/route.ts";
import { dryRun } from "./dry-run.ts";
import { listMatches } from "./matches.view.ts";
import { getPlaybook, getPlaybookSummary, listPlaybooks } from "./playbook.view.ts";
import { getRun, listRuns } from "./run.view.ts";
import { cancelRun, enrolByHand, retryRun } from "./run-commands.ts";
import { stepKinds } from "./steps/index.ts";
import {
  activatePlaybook,
  archivePlaybook,
  deactivatePlaybook,
  pauseAllPlaybooks,
  pausePlaybook,
} from "./switch-playbook.ts";
import { createPlaybook, updatePlaybook } from "./write-playbook.ts";

const read = "playbooks.read";

export const playbookRoutes: readonly Route[] = [
  route(playbooks.list, async ({ app, ctx, query }) => {
    assertPermitted(ctx, read);
    const items = await listPlaybooks(app, query.archived === "true");
    return { items, nextCursor: null, pause: await readPause(app) };
  }),
  route(playbooks.get, async ({ app, ctx, params }) => {
    assertPermitted(ctx, read);
    return getPlaybook(app, params.id);
  }),
  route(playbooks.create, async ({ app, ctx, body }) =>
    getPlaybook(app, (await execute(app, ctx, createPlaybook, body)).id),
  ),
  route(playbooks.update, async ({ app, ctx, params, body }) =>
    getPlaybook(app, (await execute(app, ctx, updatePlaybook, { ...body, ...params })).id),
  ),
  route(playbooks.archive, async ({ app, ctx, params }) =>
    getPlaybookSummary(app, (await execute(app, ctx, archivePlaybook, params)).id),
  ),
  route(playbooks.activate, async ({ app, ctx, params, body }) => ({
    ...(await execute(app, ctx, activatePlaybook, { ...body, ...params })),
    ...(await getPlaybookSummary(app, params.id)),
  })),
  route(playbooks.deactivate, async ({ app, ctx, params, query }) => ({
    ...(await execute(app, ctx, deactivatePlaybook, { ...query, ...params })),
    ...(await getPlaybookSummary(app, params.id)),
  })),
  route(playbooks.pause, async ({ app, ctx, params }) => {
    await execute(app, ctx, pausePlaybook, { ...params, isPaused: true });
    return getPlaybookSummary(app, params.id);
  }),
  route(playbooks.resume, async ({ app, ctx, params }) => {
    await execute(app, ctx, pausePlaybook, { ...params, isPaused: false });
    return getPlaybookSummary(app, params.id);
  }),
  route(playbooks.pauseAll, ({ app, ctx }) => execute(app, ctx, pauseAllPlaybooks, { isPaused: true })),
  route(playbooks.resumeAll, ({ app, ctx }) => execute(app, ctx, pauseAllPlaybooks, { isPaused: false })),
  route(playbooks.matches, ({ app, ctx, params, query }) => listMatches(app, ctx, { ...query, ...params })),
  route(playbooks.dryRun, ({ app, ctx, params, body }) => dryRun(app, ctx, { ...body, ...params })),
  route(playbooks.runs, async ({ app, ctx, params, query }) => {
    assertPermitted(ctx, read);
    return listRuns(app, { ...query, playbookId: params.id });
  }),
  route(playbooks.enrol, ({ app, ctx, params, body }) =>
    execute(app, ctx, enrolByHand, { ...body, ...params }),
  ),
  route(playbooks.run, async ({ app, ctx, params }) => {
    assertPermitted(ctx, read);
    return getRun(app, params.id);
  }),
  route(playbooks.retryRun, async ({ app, ctx, params, body }) =>
    getRun(app, (await execute(app, ctx, retryRun, { ...body, ...params })).id),
  ),
  route(playbooks.cancelRun, async ({ app, ctx, params, body }) =>
    getRun(app, (await execute(app, ctx, cancelRun, { ...body, ...params })).id),
  ),
  route(playbooks.stepKinds, async ({ ctx }) => {
    assertPermitted(ctx, read);
    const items = stepKinds.map(({ kind, label, group }) => ({
      kind,
      label,
      group,
      settings: z.toJSONSchema(stepSettings[kind], { io: "input" }) as Record<string, unknown>,
    }));
    return { items, nextCursor: null };
  }),
];

async function readPause(app: App): Promise<{ pausedAt: string | null; pausedBy: string | null }> {
  const row = await app.db.selectFrom("playbook_settings").selectAll().executeTakeFirstOrThrow();
  return { pausedAt: row.paused_at, pausedBy: row.paused_by };
}
