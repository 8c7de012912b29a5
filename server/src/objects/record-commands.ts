import { sql } from "kysely";
import { z } from "zod";
import { type Command, command, type Outcome } from "../kernel/command.ts";
import { problem } from "../kernel/errors.ts";
import { assertNotMirrored } from "./assert-not-mirrored.ts";
import { assertRestorable } from "./assert-restorable.ts";
import { catalogOf } from "./catalog.ts";
import { areaOf, type ObjectType } from "./object-type.ts";
import { recordInputOf } from "./record-input.ts";
import { resolveForUpsert } from "./resolve-records.ts";
import { type RowResult, writeRecords } from "./write-records.ts";

const bodySchema = z.record(z.string(), z.unknown());
const createInput = z.object({ body: bodySchema, accountId: z.uuid().optional() });
const updateInput = z.object({ id: z.uuid(), body: bodySchema });
const idInput = z.object({ id: z.uuid() });
/** Imports also bring rows that mean a record by its id, or a new one that no other system knows. */
const identity = z.object({ externalId: z.string().optional(), id: z.uuid().optional() });
const upsertInput = z.object({
  source: z.string(),
  items: z.array(bodySchema.and(identity)).max(10_000),
});

/** The commands every object type has. */
export type RecordCommands = {
  create: Command<typeof createInput, { id: string }>;
  update: Command<typeof updateInput, { id: string }>;
  archive: Command<typeof idInput, { id: string }>;
  restore: Command<typeof idInput, { id: string }>;
  upsert: Command<typeof upsertInput, RowResult[]>;
};

/** Builds the commands of an object type over {@link writeRecords}. */
export function recordCommands(type: ObjectType): RecordCommands {
  return {
    create: command({
      name: `${type.plural}.create`,
      permission: `${areaOf(type)}.write`,
      input: createInput,
      async run({ app, tx, ctx, input }) {
        const fields = (await catalogOf(app, tx)).fieldsOf(type.slug);
        const record = recordInputOf(input.body, (slug) => fields.has(slug));
        const written = await writeRecords(app, tx, ctx, type.slug, [
          { ...record, ...(input.accountId ? { accountId: input.accountId } : {}) },
        ]);
        return { ...written, result: soleResult(written.results) };
      },
    }),
    update: command({
      name: `${type.plural}.update`,
      permission: `${areaOf(type)}.write`,
      input: updateInput,
      async run({ app, tx, ctx, input }) {
        const fields = (await catalogOf(app, tx)).fieldsOf(type.slug);
        const record = recordInputOf(input.body, (slug) => fields.has(slug));
        const written = await writeRecords(app, tx, ctx, type.slug, [{ id: input.id, ...record }]);
        return { ...written, result: soleResult(written.results) };
      },
    }),
    archive: setArchived(type, true),
    restore: setArchived(type, false),
    upsert: command({
      name: `${type.plural}.upsert`,
      permission: `${areaOf(type)}.write`,
      input: upsertInput,
      async run({ app, tx, ctx, input }) {
        const fields = (await catalogOf(app, tx)).fieldsOf(type.slug);
        const externalIds = input.items.flatMap((item) =>
          item.id === undefined && item.externalId !== undefined ? [item.externalId] : [],
        );
        const resolved = await resolveForUpsert(tx, ctx, type.slug, input.source, externalIds);
        const records = input.items.map(({ id, ...item }) => ({
          ...recordInputOf({ ...item, source: input.source }, (slug) => fields.has(slug)),
          ...(id === undefined ? resolved.get(item.externalId ?? "") : { id }),
        }));
        const written = await writeRecords(app, tx, ctx, type.slug, records);
        return { ...written, result: written.results };
      },
    }),
  };
}

/** @throws Problem `invalid-input` (or `not-found`) when the only row was rejected */
function soleResult(results: readonly RowResult[]): { id: string } {
  const result = results[0];
  if (result && result.status !== "rejected") return { id: result.id };
  const fields = result?.problems ?? [];
  const isMissing = fields.some((field) => field.path === "id");
  const detail = fields.map((field) => `${field.path}: ${field.message}`).join("; ");
  const isTaken = fields.some((field) => field.path === "externalId");
  throw problem(isMissing ? "not-found" : isTaken ? "conflict" : "invalid-input", detail, { fields });
}

function setArchived(type: ObjectType, isArchived: boolean): Command<typeof idInput, { id: string }> {
  return command({
    name: `${type.plural}.${isArchived ? "archive" : "restore"}`,
    permission: `${areaOf(type)}.delete`,
    input: idInput,
    async run({ tx, ctx, input }): Promise<Outcome<{ id: string }>> {
      assertNotMirrored(type, ctx);
      const below = type.placement === "below-account" ? sql`account_id` : sql`null::uuid`;
      const { rows } = await sql<{ account_id: string | null; archived_at: string | null }>`
        select ${below} as account_id, archived_at from ${sql.table(type.table)} where id = ${input.id} for update
      `.execute(tx);
      const row = rows[0];
      if (!row)
        throw problem("not-found", `There is no ${type.label.toLowerCase()} with the id ${input.id}.`);
      if (!isArchived) await assertRestorable(tx, type, input.id);
      if ((row.archived_at !== null) === isArchived) return { result: { id: input.id } };
      const archivedAt = isArchived ? ctx.now.toString() : null;
      await sql`
        update ${sql.table(type.table)} set archived_at = ${archivedAt}::timestamptz, updated_at = ${ctx.now.toString()}::timestamptz
         where id = ${input.id}
      `.execute(tx);
      const accountId = type.placement === "account" ? input.id : row.account_id;
      const ref = { object: type.slug, objectId: input.id, accountId };
      return {
        result: { id: input.id },
        changes: [{ ...ref, field: "archivedAt", old: row.archived_at, new: archivedAt }],
        events: [{ ...ref, name: `${type.slug}.${isArchived ? "archived" : "restored"}` }],
      };
    },
  });
}
