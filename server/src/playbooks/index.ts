import type { Slice } from "../kernel/slice.ts";
import { ensureShippedPlaybooks } from "./ensure-shipped-playbooks.ts";
import { followEvents } from "./follow-events.ts";
import { playbookGauges } from "./playbook-gauges.ts";
import { playbookNodes } from "./playbook-nodes.ts";
import { playbookRoutes } from "./playbooks.routes.ts";
import { startPlaybooks } from "./run-worker.ts";

export { enrolByHand, takeBackRun } from "./run-commands.ts";
export { drainPlaybooks, runDue } from "./run-worker.ts";
export { activatePlaybook } from "./switch-playbook.ts";
export { createPlaybook } from "./write-playbook.ts";

/** Playbooks: flows over accounts, run step by step, each step once. */
export const playbooksSlice: Slice = {
  name: "playbooks",
  routes: playbookRoutes,
  contributes: { nodeSources: [playbookNodes], gauges: [playbookGauges] },
  afterCommand: followEvents,
  ensureShipped: ensureShippedPlaybooks,
  start: (app) => startPlaybooks(app),
};
