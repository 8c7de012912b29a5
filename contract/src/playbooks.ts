import { z } from "zod";
import { endpoint, idParams, instantText, page, slugText } from "./endpoint.ts";
import { definitionSchema, stepKindNames } from "./playbook-definition.ts";

export const runStates = ["ready", "waiting", "failed", "completed", "stopped"] as const;
export type RunState = (typeof runStates)[number];

const runCounts = z.object({
  enrolled: z.number().int().describe("All runs so far"),
  running: z.number().int().describe("Ready or waiting"),
  failed: z.number().int().describe("Standing until somebody retries or cancels"),
  completed: z.number().int(),
  stopped: z.number().int(),
});

const stepView = z.object({
  id: z.string(),
  kind: z.enum(stepKindNames),
  label: z.string(),
  sentence: z.string().describe("What it does, in plain English"),
  outlets: z.array(z.object({ key: z.string(), label: z.string(), next: z.string().nullable() })),
});

export const playbookSchema = z.object({
  id: z.uuid(),
  slug: z.string(),
  name: z.string(),
  description: z.string(),
  version: z.number().int(),
  state: z.enum(["off", "on", "paused"]),
  isShipped: z.boolean(),
  triggerSentence: z.string(),
  counts: runCounts,
  activatedAt: instantText.nullable(),
  activatedBy: z.string().nullable(),
  pausedAt: instantText.nullable(),
  createdAt: instantText,
  updatedAt: instantText,
  archivedAt: instantText.nullable(),
});
export type Playbook = z.infer<typeof playbookSchema>;

export const playbookDetail = playbookSchema.extend({
  definition: definitionSchema,
  steps: z.array(stepView).describe("In the order of the flow"),
  problems: z
    .array(z.object({ path: z.string(), message: z.string() }))
    .describe("What the definition names and is no more; it cannot be switched on with any"),
});
export type PlaybookDetail = z.infer<typeof playbookDetail>;

export const runSchema = z.object({
  id: z.uuid(),
  playbookId: z.uuid(),
  playbookName: z.string(),
  accountId: z.uuid(),
  accountName: z.string(),
  version: z.number().int(),
  state: z.enum(runStates),
  currentStep: z.string().nullable(),
  currentSentence: z.string().nullable(),
  wakeAt: instantText.nullable().describe("When it goes on by itself"),
  startedBecause: z.string(),
  endedBecause: z.string().nullable(),
  lastError: z.string().nullable(),
  enrolledAt: instantText,
  updatedAt: instantText,
  finishedAt: instantText.nullable(),
});
export type PlaybookRun = z.infer<typeof runSchema>;

export const traceStep = z.object({
  number: z.number().int(),
  stepId: z.string(),
  kind: z.enum(stepKindNames),
  label: z.string(),
  outcome: z.enum(["done", "waiting", "failed", "stopped"]),
  outlet: z.string().nullable(),
  why: z.string(),
  input: z.record(z.string(), z.unknown()).describe("The step's settings as they were"),
  output: z
    .record(z.string(), z.unknown())
    .describe("What it made: ids, and messages as rendered under `message`"),
  at: instantText,
});
export type TraceStep = z.infer<typeof traceStep>;
export const runDetail = runSchema.extend({ trace: z.array(traceStep) });
export type PlaybookRunDetail = z.infer<typeof runDetail>;

const head = {
  name: z.string().trim().min(1).max(200),
  description: z.string().trim().max(2000),
};
const matchingAccount = z.object({
  id: z.uuid(),
  name: z.string(),
  canEnrol: z.boolean().describe("False when it has been enrolled already, as the enrolment policy says"),
});
const paused = z.object({ pausedAt: instantText.nullable(), pausedBy: z.string().nullable() });

export const playbooks = {
  list: endpoint({
    method: "GET",
    path: "/playbooks",
    summary: "List playbooks with the counts of their runs",
    query: z.object({ archived: z.enum(["true", "false"]).default("false") }),
    response: page(playbookSchema).extend({ pause: paused.describe("The switch over all playbooks") }),
  }),
  get: endpoint({
    method: "GET",
    path: "/playbooks/:id",
    summary: "Read one playbook with its flow",
    params: idParams,
    response: playbookDetail,
  }),
  create: endpoint({
    method: "POST",
    path: "/playbooks",
    summary: "Create one playbook, switched off",
    body: z.object({
      slug: slugText.optional(),
      name: head.name,
      description: head.description.default(""),
      definition: definitionSchema,
    }),
    response: playbookDetail,
    status: 201,
  }),
  update: endpoint({
    method: "PATCH",
    path: "/playbooks/:id",
    summary: "Change one playbook; a changed definition is a new version",
    description: "Runs under way stay on the version they began with.",
    params: idParams,
    body: z.object({ ...head, definition: definitionSchema }).partial(),
    response: playbookDetail,
  }),
  archive: endpoint({
    method: "DELETE",
    path: "/playbooks/:id",
    summary: "Archive one playbook: switches it off and stops its runs",
    params: idParams,
    response: playbookSchema,
  }),
  activate: endpoint({
    method: "PUT",
    path: "/playbooks/:id/activation",
    summary: "Switch one playbook on, and enrol who matches now",
    params: idParams,
    body: z
      .object({
        enrolsMatching: z.boolean().default(true).describe("False: only who begins to match from now on"),
      })
      .default({ enrolsMatching: true }),
    response: playbookSchema.extend({ enrolledNow: z.number().int() }),
  }),
  deactivate: endpoint({
    method: "DELETE",
    path: "/playbooks/:id/activation",
    summary: "Switch one playbook off: nobody is enrolled any more",
    params: idParams,
    query: z.object({
      runs: z.enum(["finish", "stop"]).default("finish").describe("What becomes of runs under way"),
    }),
    response: playbookSchema.extend({ stoppedRuns: z.number().int() }),
  }),
  pause: endpoint({
    method: "PUT",
    path: "/playbooks/:id/pause",
    summary: "Let all runs of one playbook stand still",
    description: "Accounts are enrolled meanwhile; their runs begin when it is resumed.",
    params: idParams,
    response: playbookSchema,
  }),
  resume: endpoint({
    method: "DELETE",
    path: "/playbooks/:id/pause",
    summary: "Let the runs of a paused playbook go on",
    params: idParams,
    response: playbookSchema,
  }),
  pauseAll: endpoint({
    method: "PUT",
    path: "/playbook-pause",
    summary: "Let all runs of all playbooks stand still",
    response: paused,
  }),
  resumeAll: endpoint({
    method: "DELETE",
    path: "/playbook-pause",
    summary: "Let playbooks go on",
    response: paused,
  }),
  matches: endpoint({
    method: "GET",
    path: "/playbooks/:id/matches",
    summary: "List the accounts that match the trigger now",
    params: idParams,
    query: z.object({
      limit: z.coerce.number().int().min(1).max(500).default(50),
      cursor: z.uuid().optional(),
    }),
    response: page(matchingAccount).extend({
      count: z.number().int().describe("Accounts that match"),
      enrolCount: z.number().int().describe("Of these, how many would be enrolled"),
      leftOutCount: z.number().int().describe("Match too, but are churned or ignored"),
    }),
  }),
  dryRun: endpoint({
    method: "POST",
    path: "/playbooks/:id/dry-run",
    summary: "Go through every step on one account without keeping or sending anything",
    description:
      "The steps really run, in a transaction that is rolled back, so that what is shown is what would happen. Waits are passed over at once.",
    params: idParams,
    body: z.object({
      accountId: z.uuid(),
      answers: z.boolean().default(false).describe("Whether the customer answers when a step waits for it"),
    }),
    response: z.object({
      state: z.enum(["completed", "stopped", "failed"]),
      endedBecause: z.string().nullable(),
      wouldEnrol: z.boolean(),
      whyNot: z.string().nullable(),
      trace: z.array(traceStep),
    }),
  }),
  runs: endpoint({
    method: "GET",
    path: "/playbooks/:id/runs",
    summary: "List the runs of one playbook, newest first",
    params: idParams,
    query: z.object({
      limit: z.coerce.number().int().min(1).max(200).default(50),
      cursor: z.uuid().optional(),
      state: z.enum(runStates).optional(),
      accountId: z.uuid().optional(),
    }),
    response: page(runSchema),
  }),
  enrol: endpoint({
    method: "POST",
    path: "/playbooks/:id/runs",
    summary: "Enrol chosen accounts by hand",
    description: "The enrolment policy holds; who is left out is told with the reason.",
    params: idParams,
    body: z.object({ accountIds: z.array(z.uuid()).min(1).max(10_000) }),
    response: z.object({
      enrolled: z.array(z.object({ accountId: z.uuid(), runId: z.uuid() })),
      leftOut: z.array(z.object({ accountId: z.uuid(), why: z.string() })),
    }),
    status: 201,
  }),
  run: endpoint({
    method: "GET",
    path: "/playbook-runs/:id",
    summary: "Read one run with its trace",
    params: idParams,
    response: runDetail,
  }),
  retryRun: endpoint({
    method: "POST",
    path: "/playbook-runs/:id/retry",
    summary: "Let a failed or stopped run go on, at the step where it stands or at another",
    description: "An earlier step does again what it does: a message is sent again.",
    params: idParams,
    body: z.object({ stepId: z.string().max(60).optional() }).default({}),
    response: runDetail,
  }),
  cancelRun: endpoint({
    method: "PUT",
    path: "/playbook-runs/:id/cancellation",
    summary: "Stop one run",
    params: idParams,
    body: z.object({ reason: z.string().trim().max(500).optional() }).default({}),
    response: runDetail,
  }),
  stepKinds: endpoint({
    method: "GET",
    path: "/playbook-steps",
    summary: "List the kinds of steps with their settings as JSON Schema",
    response: z.object({
      items: z.array(
        z.object({
          kind: z.enum(stepKindNames),
          label: z.string(),
          group: z.enum(["act", "wait", "decide"]),
          settings: z.record(z.string(), z.unknown()),
        }),
      ),
      nextCursor: z.null(),
    }),
  }),
};
