import { sql } from "kysely";
import type { Change } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { noAccount } from "../kernel/ids.ts";
import type { Field } from "./field.ts";
import type { ObjectType, RecordWrite } from "./object-type.ts";
import { isChanged } from "./record-columns.ts";

/** The pinned fields of records, by record id. */
export async function pinsOf(
  db: Db | Tx,
  object: string,
  records: readonly { id: string; accountId: string | null }[],
): Promise<Map<string, Set<string>>> {
  if (records.length === 0) return new Map();
  const accounts = [...new Set(records.map((record) => record.accountId ?? noAccount))];
  const { rows } = await sql<{ object_id: string; field: string }>`
    select object_id, field from field_pins
     where account_id = any(${accounts}::uuid[]) and object = ${object}
       and object_id = any(${records.map((record) => record.id)}::uuid[])
  `.execute(db);
  const byRecord = new Map<string, Set<string>>();
  for (const row of rows)
    byRecord.set(row.object_id, (byRecord.get(row.object_id) ?? new Set()).add(row.field));
  return byRecord;
}

const localFields = (fields: ReadonlyMap<string, Field>): Field[] =>
  [...fields.values()].filter((field) => field.owner === "local-wins");

/**
 * What a source (an import, a connector, an API key, a playbook, the system) says of a pinned value is left aside, nulls
 * like any value; the rest of its record is written. A person writes over a pin.
 */
export async function keepPinned(
  tx: Tx,
  ctx: Context,
  type: ObjectType,
  fields: ReadonlyMap<string, Field>,
  writes: readonly RecordWrite[],
): Promise<void> {
  const local = localFields(fields);
  if (local.length === 0 || ctx.actor.kind === "teammate") return;
  const pins = await pinsOf(
    tx,
    type.slug,
    writes.filter((write) => !write.isNew),
  );
  for (const write of writes) {
    const pinned = pins.get(write.id);
    if (!pinned) continue;
    for (const { slug } of local) if (pinned.has(slug)) write.after[slug] = write.before[slug] ?? null;
  }
}

/** What a person set where local wins is pinned from then on; gone values too, where there was one. */
export async function pinEdited(
  tx: Tx,
  ctx: Context,
  type: ObjectType,
  fields: ReadonlyMap<string, Field>,
  writes: readonly RecordWrite[],
): Promise<void> {
  const local = localFields(fields);
  if (local.length === 0 || ctx.actor.kind !== "teammate") return;
  const pinned = writes.flatMap((write) =>
    local
      .filter((field) => isChanged(field, write))
      .map((field) => ({ accountId: write.accountId, id: write.id, field: field.slug })),
  );
  await insertPins(tx, ctx, type, pinned);
}

type Pin = { accountId: string | null; id: string; field: string };

async function insertPins(tx: Tx, ctx: Context, type: ObjectType, pins: readonly Pin[]): Promise<void> {
  if (pins.length === 0) return;
  await tx
    .insertInto("field_pins")
    .values(
      pins.map((pin) => ({
        account_id: pin.accountId ?? noAccount,
        object: type.slug,
        object_id: pin.id,
        field: pin.field,
        pinned_at: ctx.now.toString(),
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Pins or unpins one value by hand. @returns what changed, for the history */
export async function setPinned(
  tx: Tx,
  ctx: Context,
  type: ObjectType,
  pin: Pin,
  isPinned: boolean,
): Promise<Change[]> {
  const accountId = pin.accountId ?? noAccount;
  const found = await tx
    .selectFrom("field_pins")
    .select("field")
    .where("account_id", "=", accountId)
    .where("object", "=", type.slug)
    .where("object_id", "=", pin.id)
    .where("field", "=", pin.field)
    .executeTakeFirst();
  if ((found !== undefined) === isPinned) return [];
  if (isPinned) await insertPins(tx, ctx, type, [pin]);
  else {
    await tx
      .deleteFrom("field_pins")
      .where("account_id", "=", accountId)
      .where("object", "=", type.slug)
      .where("object_id", "=", pin.id)
      .where("field", "=", pin.field)
      .execute();
  }
  const ref = { object: type.slug, objectId: pin.id, accountId: pin.accountId };
  return [{ ...ref, field: `pinned:${pin.field}`, old: !isPinned, new: isPinned }];
}
