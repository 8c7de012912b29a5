import type { Playbook, PlaybookDefinition, PlaybookDetail } from "@perennial/contract";
import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import { checkDefinition } from "./check-definition.ts";
import { definitionOf, type PlaybookRow, readPlaybook } from "./definition.sql.ts";
import { type Names, readNames } from "./names.ts";
import { kindOf, settingsOf } from "./steps/index.ts";
import { triggerKindOf } from "./triggers/index.ts";

type Counts = Playbook["counts"];
const none: Counts = { enrolled: 0, running: 0, failed: 0, completed: 0, stopped: 0 };

/** All playbooks by name, with what became of their runs. */
export async function listPlaybooks(app: App, isArchived: boolean): Promise<Playbook[]> {
  const rows = await app.db
    .selectFrom("playbooks")
    .selectAll()
    .where("archived_at", isArchived ? "is not" : "is", null)
    .orderBy("name")
    .orderBy("id")
    .execute();
  const names = await readNames(app, app.db);
  const counts = await readCounts(
    app,
    rows.map((row) => row.id),
  );
  return Promise.all(
    rows.map(async (row) =>
      present(row, await definitionOf(app, app.db, row), names, counts.get(row.id) ?? none),
    ),
  );
}

/** One playbook without its flow. @throws Problem `not-found` */
export async function getPlaybookSummary(app: App, id: string): Promise<Playbook> {
  const row = await readPlaybook(app.db, id);
  const counts = await readCounts(app, [id]);
  const names = await readNames(app, app.db);
  return present(row, await definitionOf(app, app.db, row), names, counts.get(id) ?? none);
}

/** One playbook with its flow in words. @throws Problem `not-found` */
export async function getPlaybook(app: App, id: string): Promise<PlaybookDetail> {
  const row = await readPlaybook(app.db, id);
  const definition = await definitionOf(app, app.db, row);
  const names = await readNames(app, app.db);
  const counts = await readCounts(app, [id]);
  const { problems } = await app.db.transaction().execute((tx) => checkDefinition(app, tx, definition));
  return {
    ...present(row, definition, names, counts.get(id) ?? none),
    definition,
    problems,
    steps: inFlowOrder(definition).map((step) => {
      const kind = kindOf(step.kind);
      const settings = settingsOf(step);
      return {
        id: step.id,
        kind: step.kind,
        label: kind.label,
        sentence: kind.describe(settings, names),
        outlets: kind
          .outlets(settings)
          .map(({ key, label }) => ({ key, label, next: step.next[key] ?? null })),
      };
    }),
  };
}

/** Steps as a reader meets them: from the first, each after everything that leads to it; those nothing leads to last. */
export function inFlowOrder({ first, steps }: PlaybookDefinition): PlaybookDefinition["steps"] {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const visited = new Set<string>();
  const backwards: PlaybookDefinition["steps"] = [];
  const visit = (id: string) => {
    const step = byId.get(id);
    if (!step || visited.has(id)) return;
    visited.add(id);
    for (const next of Object.values(step.next).toReversed()) if (next !== null) visit(next);
    backwards.push(step);
  };
  visit(first);
  return [...backwards.toReversed(), ...steps.filter((step) => !visited.has(step.id))];
}

function present(row: PlaybookRow, definition: PlaybookDefinition, names: Names, counts: Counts): Playbook {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    description: row.description,
    version: row.version,
    state: row.paused_at !== null ? "paused" : row.activated_at !== null ? "on" : "off",
    isShipped: row.is_shipped,
    triggerSentence: triggerKindOf(definition.trigger).describe(definition.trigger, names),
    counts,
    activatedAt: row.activated_at,
    activatedBy: row.activated_by,
    pausedAt: row.paused_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    archivedAt: row.archived_at,
  };
}

async function readCounts(app: App, ids: readonly string[]): Promise<Map<string, Counts>> {
  const { rows } = await sql<Counts & { playbook_id: string }>`
    select playbook_id, count(*) as enrolled, count(*) filter (where state in ('ready', 'waiting')) as running,
           count(*) filter (where state = 'failed') as failed, count(*) filter (where state = 'completed') as completed,
           count(*) filter (where state = 'stopped') as stopped
      from playbook_runs where playbook_id = any(${[...ids]}::uuid[]) group by playbook_id
  `.execute(app.db);
  return new Map(rows.map(({ playbook_id, ...counts }) => [playbook_id, counts]));
}
