import { createStandard as createEndpoint, updateStandard as updateEndpoint } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { sql } from "kysely";
import { z } from "zod";
import { command, type Json } from "../kernel/command.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { changesBetween } from "../kernel/history.ts";
import { newId } from "../kernel/ids.ts";
import { catalogOf, objectTypeOf } from "../objects/index.ts";
import { parseStandardRules } from "./standard-rules.ts";

const permission = "data-quality.write";
type Stored = {
  name: string;
  description: string;
  appliesTo: RuleJson | null;
  rule: RuleJson;
  ownerId: string | null;
};

/** Holds the data to one more rule. */
export const createStandard = command({
  name: "quality-standards.create",
  permission,
  input: createEndpoint.body,
  async run({ app, tx, ctx, input }) {
    const { slug, object, ...words } = input;
    objectTypeOf(await catalogOf(app, tx), object);
    await parseStandardRules(app, tx, object, words);
    await assertTeammate(tx, words.ownerId);
    const id = newId(ctx.now);
    const now = ctx.now.toString();
    const inserted = await tx
      .insertInto("quality_standards")
      .values({ id, slug, object, ...columnsOf(words), created_at: now, updated_at: now })
      .onConflict((conflict) => conflict.doNothing())
      .returning("id")
      .executeTakeFirst();
    if (!inserted) {
      const message = `There is a standard with the slug “${slug}” already, perhaps an archived one. Choose another name.`;
      throw problem("conflict", message, { fields: [{ path: "slug", message }] });
    }
    return {
      result: { id },
      changes: changesBetween("quality-standard", { id, accountId: null }, {}, input as Record<string, Json>),
      events: [eventOf(id, "created")],
    };
  },
});

/** Changes a standard; what it is asked of stays. */
export const updateStandard = command({
  name: "quality-standards.update",
  permission,
  input: z.object({ id: z.uuid(), patch: updateEndpoint.body }),
  async run({ app, tx, ctx, input: { id, patch } }) {
    const row = await lockStandard(tx, id);
    const before: Stored = {
      name: row.name,
      description: row.description,
      appliesTo: row.applies_to as RuleJson | null,
      rule: row.rule as RuleJson,
      ownerId: row.owner_id,
    };
    const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
    const after: Stored = { ...before, ...given };
    const changes = changesBetween(
      "quality-standard",
      { id, accountId: null },
      before as Record<string, Json>,
      after as Record<string, Json>,
    );
    if (changes.length === 0) return { result: { id } };
    await parseStandardRules(app, tx, row.object, after);
    await assertTeammate(tx, after.ownerId);
    await tx
      .updateTable("quality_standards")
      .set({ ...columnsOf(after), updated_at: ctx.now.toString() })
      .where("id", "=", id)
      .execute();
    return { result: { id }, changes, events: [eventOf(id, "updated")] };
  },
});

/** Archives or restores a standard. Its counts of past days stay. */
export const setStandardArchived = command({
  name: "quality-standards.set-archived",
  permission,
  input: z.object({ id: z.uuid(), isArchived: z.boolean() }),
  async run({ tx, ctx, input: { id, isArchived } }) {
    const row = await lockStandard(tx, id);
    if ((row.archived_at !== null) === isArchived) return { result: { id } };
    const archivedAt = isArchived ? ctx.now.toString() : null;
    await tx
      .updateTable("quality_standards")
      .set({ archived_at: archivedAt, updated_at: ctx.now.toString() })
      .where("id", "=", id)
      .execute();
    return {
      result: { id },
      changes: changesBetween(
        "quality-standard",
        { id, accountId: null },
        { archivedAt: row.archived_at },
        { archivedAt },
      ),
      events: [eventOf(id, isArchived ? "archived" : "restored")],
    };
  },
});

function columnsOf({ name, description, appliesTo, rule, ownerId }: Stored) {
  return {
    name,
    description,
    applies_to: appliesTo === null ? null : JSON.stringify(appliesTo),
    rule: JSON.stringify(rule),
    owner_id: ownerId,
  };
}

const eventOf = (objectId: string, verb: string) => ({
  name: `quality-standard.${verb}`,
  object: "quality-standard",
  objectId,
  accountId: null,
});

async function lockStandard(tx: Tx, id: string) {
  const row = await tx
    .selectFrom("quality_standards")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw problem("not-found", `There is no standard with the id ${id}.`);
  return row;
}

async function assertTeammate(tx: Tx, id: string | null): Promise<void> {
  if (id === null) return;
  const { rows } = await sql`select from teammates where id = ${id} and archived_at is null`.execute(tx);
  if (rows.length > 0) return;
  const message = "There is no such teammate.";
  throw problem("invalid-input", message, { fields: [{ path: "ownerId", message }] });
}
