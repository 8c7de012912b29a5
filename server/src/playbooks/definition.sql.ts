import { definitionSchema, type PlaybookDefinition } from "@perennial/contract";
import type { Selectable } from "kysely";
import type { Playbooks } from "../../db/types.ts";
import type { App } from "../kernel/app.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";

export type PlaybookRow = Selectable<Playbooks>;

/** One playbook, archived ones included; locked when it is about to change. @throws Problem `not-found` */
export async function readPlaybook(db: Db | Tx, id: string, { isLocked = false } = {}): Promise<PlaybookRow> {
  const select = db.selectFrom("playbooks").selectAll().where("id", "=", id);
  const row = await (isLocked ? select.forUpdate() : select).executeTakeFirst();
  if (!row) throw problem("not-found", `There is no playbook with the id ${id}.`);
  return row;
}

const caches = new WeakMap<App, Map<string, PlaybookDefinition>>();

/**
 * The definition of a committed version. Versions never change, so each is read once; a transaction that writes one must
 * not ask for it here, or it would be remembered after a rollback.
 */
export async function definitionOf(
  app: App,
  db: Db | Tx,
  { id, version }: { id: string; version: number },
): Promise<PlaybookDefinition> {
  const cache = caches.get(app) ?? new Map<string, PlaybookDefinition>();
  caches.set(app, cache);
  const key = `${id} ${version}`;
  const known = cache.get(key);
  if (known) return known;
  const row = await db
    .selectFrom("playbook_versions")
    .select("definition")
    .where("playbook_id", "=", id)
    .where("version", "=", version)
    .executeTakeFirst();
  if (!row) throw problem("not-found", `The playbook ${id} has no version ${version}.`);
  const definition = definitionSchema.parse(row.definition);
  cache.set(key, definition);
  return definition;
}
