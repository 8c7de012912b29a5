import type { PlaybookRun, PlaybookRunDetail, RunState, StepKindName } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import type { App } from "../kernel/app.ts";
import { problem } from "../kernel/errors.ts";
import { definitionOf } from "./definition.sql.ts";
import { type Names, readNames } from "./names.ts";
import { kindOf, settingsOf } from "./steps/index.ts";

type RunRow = Omit<PlaybookRun, "startedBecause" | "currentSentence"> & { startedBecause: { text?: string } };

type RunFilter = {
  playbookId: string;
  limit: number;
  cursor?: string | undefined;
  state?: RunState | undefined;
  accountId?: string | undefined;
};

/** One page of a playbook's runs, newest first. */
export async function listRuns(
  app: App,
  { playbookId, limit, cursor, state, accountId }: RunFilter,
): Promise<{ items: PlaybookRun[]; nextCursor: string | null }> {
  const where = [
    sql`u.playbook_id = ${playbookId}`,
    ...(cursor ? [sql`u.id < ${cursor}::uuid`] : []),
    ...(state ? [sql`u.state = ${state}`] : []),
    ...(accountId ? [sql`u.account_id = ${accountId}::uuid`] : []),
  ];
  const rows = await readRuns(app, sql`${sql.join(where, sql` and `)} order by u.id desc limit ${limit + 1}`);
  const items = await presentRuns(app, rows.slice(0, limit));
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** One run with everything its steps did. @throws Problem `not-found` */
export async function getRun(app: App, id: string): Promise<PlaybookRunDetail> {
  const [row] = await readRuns(app, sql`u.id = ${id}`);
  if (!row) throw problem("not-found", `There is no playbook run with the id ${id}.`);
  const [run] = await presentRuns(app, [row]);
  if (!run) throw problem("not-found", `There is no playbook run with the id ${id}.`);
  const trace = await app.db
    .selectFrom("playbook_run_steps")
    .selectAll()
    .where("account_id", "=", run.accountId)
    .where("run_id", "=", id)
    .orderBy("number")
    .execute();
  return {
    ...run,
    trace: trace.map((step) => ({
      number: step.number,
      stepId: step.step_id,
      kind: step.kind as StepKindName,
      label: kindOf(step.kind as StepKindName).label,
      outcome: step.outcome as PlaybookRunDetail["trace"][number]["outcome"],
      outlet: step.outlet,
      why: step.why,
      input: step.input as Record<string, unknown>,
      output: step.output as Record<string, unknown>,
      at: step.at,
    })),
  };
}

async function readRuns(app: App, rest: RawBuilder<unknown>): Promise<RunRow[]> {
  const { rows } = await sql<RunRow>`
    select u.id, u.playbook_id as "playbookId", p.name as "playbookName", u.account_id as "accountId",
           a.name as "accountName", u.version, u.state, u.current_step as "currentStep", u.wake_at as "wakeAt",
           u.started_because as "startedBecause", u.ended_because as "endedBecause", u.last_error as "lastError",
           u.enrolled_at as "enrolledAt", u.updated_at as "updatedAt", u.finished_at as "finishedAt"
      from playbook_runs u join playbooks p on p.id = u.playbook_id join accounts a on a.id = u.account_id
     where ${rest}
  `.execute(app.db);
  return rows;
}

async function presentRuns(app: App, rows: readonly RunRow[]): Promise<PlaybookRun[]> {
  const names = await readNames(app, app.db);
  return Promise.all(
    rows.map(async (row) => ({
      ...row,
      startedBecause: row.startedBecause.text ?? "",
      currentSentence: row.finishedAt === null ? await sentenceOf(app, row, names) : null,
    })),
  );
}

async function sentenceOf(app: App, row: RunRow, names: Names): Promise<string | null> {
  const { steps } = await definitionOf(app, app.db, { id: row.playbookId, version: row.version });
  const step = steps.find((one) => one.id === row.currentStep);
  return step ? kindOf(step.kind).describe(settingsOf(step), names) : null;
}
