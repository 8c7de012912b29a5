import type { IndicatorDefinition } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import type { Db, Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { isId } from "../kernel/ids.ts";
import type { Condition } from "./condition.ts";

/** A definition as stored. */
export type DefinitionRow = Condition & {
  id: string;
  slug: string;
  name: string;
  description: string;
  polarity: IndicatorDefinition["polarity"];
  severity: IndicatorDefinition["severity"];
  rule: RuleJson | null;
  reads: string[];
  owner: IndicatorDefinition["owner"];
  due_in_days: number;
  message: string;
  clears: IndicatorDefinition["clears"];
  quiet_days: number;
  slack_channel: string | null;
  is_shipped: boolean;
  created_at: string;
  updated_at: string;
  archived_at: string | null;
};

/** Definitions, by name. */
export async function readDefinitions(db: Db | Tx, { isArchived = false } = {}): Promise<DefinitionRow[]> {
  const rows = await db
    .selectFrom("indicator_definitions")
    .selectAll()
    .where("archived_at", isArchived ? "is not" : "is", null)
    .orderBy("name")
    .execute();
  return rows as unknown as DefinitionRow[];
}

/** One definition by slug or id, archived ones included; locked when it is about to change. @throws Problem `not-found` */
export async function readDefinition(
  db: Db | Tx,
  slugOrId: string,
  { isLocked = false } = {},
): Promise<DefinitionRow> {
  const select = db
    .selectFrom("indicator_definitions")
    .selectAll()
    .where(isId(slugOrId) ? "id" : "slug", "=", slugOrId);
  const row = await (isLocked ? select.forUpdate() : select).executeTakeFirst();
  if (!row) throw problem("not-found", `There is no definition of an indicator “${slugOrId}”.`);
  return row as unknown as DefinitionRow;
}
