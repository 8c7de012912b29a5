import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import type { Change, DomainEvent, Json } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { newId } from "../kernel/ids.ts";
import { assertNotMirrored } from "./assert-not-mirrored.ts";
import { catalogOf, objectTypeOf } from "./catalog.ts";
import { claimExternalIds, type ExternalId, releaseExternalIds } from "./external-ids.ts";
import { type Field, parseFieldValue } from "./field.ts";
import { followMerges } from "./follow-merges.ts";
import type { ObjectType, RecordWrite, RowProblem } from "./object-type.ts";
import { keepPinned, pinEdited } from "./pins.sql.ts";
import { columnDefinitions, isChanged, valuesOf } from "./record-columns.ts";
import { missingRequired, valueProblem } from "./validate-values.ts";

/** One record to write: `id` of an existing one, or none for a new one. Absent fields stay as they are. */
export type RecordInput = {
  id?: string;
  /** The id a new record is to get, where it was drawn before (see `resolve-records.ts`). */
  newId?: string;
  /** Where it lies, for records below an account. */
  accountId?: string;
  externalIds?: readonly ExternalId[];
  /** Raw values by field slug, as they came from outside. */
  values: Readonly<Record<string, unknown>>;
  /** What is no field of the record: links to accounts and the like. */
  extras?: Readonly<Record<string, unknown>>;
};

export type RowResult =
  | { status: "created" | "updated" | "unchanged"; id: string; accountId: string | null }
  | { status: "rejected"; problems: { path: string; message: string }[] };

export type Written = { results: RowResult[]; changes: Change[]; events: DomainEvent[] };

/**
 * The one road by which records of any object type are written, whatever their number: locks and reads what is
 * there, checks every value, writes only what differs, set-wise, and says field by field what changed.
 * Rows with problems are rejected one by one; the others are written.
 */
export async function writeRecords(
  app: App,
  tx: Tx,
  ctx: Context,
  object: string,
  given: readonly RecordInput[],
): Promise<Written> {
  const catalog = await catalogOf(app, tx);
  const type = objectTypeOf(catalog, object);
  assertNotMirrored(type, ctx);
  const fields = catalog.fieldsOf(object);
  const prepared = await type.prepare?.({ app, tx, ctx, inputs: given });
  const inputs = await withSurvivors(tx, object, prepared?.inputs ?? given);
  const problems: RowProblem[] = [...(prepared?.problems ?? [])];
  const stored = await lockStored(tx, type, fields, inputs);
  const writes: RecordWrite[] = [];
  inputs.forEach((input, row) => {
    const write = planWrite(ctx, type, fields, stored, input, row, problems);
    if (write) writes.push(write);
  });
  problems.push(...repeatedRecords(writes));
  problems.push(...((await type.check?.({ app, tx, ctx, writes })) ?? []));
  await keepPinned(tx, ctx, type, fields, writes);
  problems.push(...invalidValues(fields, writes));
  problems.push(...(await missingRequired(app, tx, ctx, type, writes)));
  problems.push(...(await claimIds(tx, type, inputs, writes, problems)));
  const rejected = Map.groupBy(problems, (problem) => problem.row);
  const accepted = writes.filter((write) => !rejected.has(write.row));
  await releaseExternalIds(tx, type.slug, unusedIds(inputs, writes, accepted));
  await insertNew(
    tx,
    ctx,
    type,
    fields,
    accepted.filter((write) => write.isNew),
  );
  const changed = accepted.filter((write) => !write.isNew && differing(fields, write).length > 0);
  await updateStored(tx, ctx, type, fields, changed);
  await pinEdited(tx, ctx, type, fields, accepted);
  const beside = (await type.afterWrite?.({ app, tx, ctx, writes: accepted })) ?? {};
  const besideIds = new Set((beside.changes ?? []).map((change) => change.objectId));
  const changes = [...accepted.flatMap((write) => changesOf(type, fields, write)), ...(beside.changes ?? [])];
  const isChanged = new Set(changed.map((write) => write.row));
  const events = accepted
    .filter((write) => write.isNew || isChanged.has(write.row) || besideIds.has(write.id))
    .map((write) => eventOf(type, fields, write));
  const byRow = new Map(accepted.map((write) => [write.row, write]));
  const results = inputs.map((_, row): RowResult => {
    const write = byRow.get(row);
    if (!write) {
      return {
        status: "rejected",
        problems: (rejected.get(row) ?? []).map(({ path, message }) => ({ path, message })),
      };
    }
    const isUpdated = isChanged.has(row) || besideIds.has(write.id);
    return {
      status: write.isNew ? "created" : isUpdated ? "updated" : "unchanged",
      id: write.id,
      accountId: write.accountId,
    };
  });
  return { results, changes, events: [...events, ...(beside.events ?? [])] };
}

/** What is written to a record that was merged into another goes to the survivor. */
async function withSurvivors(
  tx: Tx,
  object: string,
  inputs: readonly RecordInput[],
): Promise<readonly RecordInput[]> {
  const survivors = await followMerges(
    tx,
    object,
    inputs.flatMap((input) => (input.id ? [input.id] : [])),
  );
  if (survivors.size === 0) return inputs;
  return inputs.map((input) => {
    const survivor = input.id && survivors.get(input.id);
    return survivor ? { ...input, id: survivor } : input;
  });
}

type Stored = Map<string, Record<string, Json> & { accountId: string | null }>;

async function lockStored(
  tx: Tx,
  type: ObjectType,
  fields: ReadonlyMap<string, Field>,
  inputs: readonly RecordInput[],
): Promise<Stored> {
  const ids = [...new Set(inputs.flatMap((input) => (input.id ? [input.id] : [])))].sort();
  if (ids.length === 0) return new Map();
  const own = [...fields.values()].filter((field) => field.column.table === "record");
  const { rows } = await sql<Record<string, unknown>>`
    select * from ${sql.table(type.table)} where id = any(${ids}::uuid[]) order by id for update
  `.execute(tx);
  return new Map(
    rows.map((row) => [
      String(row.id),
      Object.assign(valuesOf(row, own), { accountId: accountOf(type, row) }) as never,
    ]),
  );
}

function accountOf(type: ObjectType, row: Readonly<Record<string, unknown>>): string | null {
  if (type.placement === "account") return String(row.id);
  return type.placement === "below-account" ? String(row.account_id) : null;
}

function planWrite(
  ctx: Context,
  type: ObjectType,
  fields: ReadonlyMap<string, Field>,
  stored: Stored,
  input: RecordInput,
  row: number,
  problems: RowProblem[],
): RecordWrite | undefined {
  const found = input.id === undefined ? undefined : stored.get(input.id);
  if (input.id !== undefined && !found) {
    problems.push({
      row,
      path: "id",
      message: `there is no ${type.label.toLowerCase()} with the id ${input.id}`,
    });
    return undefined;
  }
  const { accountId: storedAccount = null, ...before } = found ?? ({} as Record<string, Json>);
  const after: Record<string, Json> = { ...before };
  if (!found) {
    for (const field of fields.values()) {
      if (field.column.table === "record") after[field.slug] = type.defaults?.[field.slug] ?? null;
    }
  }
  let isSound = true;
  for (const [slug, raw] of Object.entries(input.values)) {
    if (raw === undefined) continue;
    const message = assign(fields.get(slug), slug, raw, after);
    if (message) {
      problems.push({ row, path: slug, message });
      isSound = false;
    }
  }
  if (!found) isSound = requireFields(fields, input, after, row, problems) && isSound;
  const id = input.id ?? input.newId ?? newId(ctx.now);
  const accountId =
    type.placement === "account"
      ? id
      : type.placement === "free"
        ? null
        : ((storedAccount as string | null) ?? input.accountId ?? null);
  if (type.placement === "below-account" && accountId === null) {
    problems.push({ row, path: "account", message: "an account is required" });
    isSound = false;
  }
  if (!isSound) return undefined;
  return { row, id, accountId, isNew: !found, before, after, extras: input.extras ?? {} };
}

function assign(
  field: Field | undefined,
  slug: string,
  raw: unknown,
  after: Record<string, Json>,
): string | undefined {
  if (!field) return `there is no field “${slug}”`;
  if (!field.isEditable) return `${field.label} is worked out by Perennial and cannot be set`;
  const parsed = parseFieldValue(field, raw);
  if ("problem" in parsed) return parsed.problem;
  after[slug] = parsed.value;
  return undefined;
}

function requireFields(
  fields: ReadonlyMap<string, Field>,
  input: RecordInput,
  after: Readonly<Record<string, Json>>,
  row: number,
  problems: RowProblem[],
): boolean {
  const missing = [...fields.values()]
    .filter(
      (field) => field.isRequired && field.origin === "built-in" && (after[field.slug] ?? null) === null,
    )
    .filter((field) => input.values[field.slug] === undefined);
  for (const field of missing)
    problems.push({ row, path: field.slug, message: `${field.label} is required` });
  return missing.length === 0;
}

/** A value that a definition forbids is refused when it is new: what stood there before stays. */
function invalidValues(fields: ReadonlyMap<string, Field>, writes: readonly RecordWrite[]): RowProblem[] {
  const validated = [...fields.values()].filter((field) => field.validation !== undefined);
  return writes.flatMap((write) =>
    validated.flatMap((field): RowProblem[] => {
      const message = valueProblem(field, write.after[field.slug] ?? null);
      if (message === undefined || !isChanged(field, write)) return [];
      return [{ row: write.row, path: field.slug, message: `${field.label} ${message}` }];
    }),
  );
}

/** Two rows of one batch that mean the same record would each overwrite the other unseen. */
function repeatedRecords(writes: readonly RecordWrite[]): RowProblem[] {
  const seen = new Map<string, number>();
  const repeated: RowProblem[] = [];
  for (const write of writes) {
    const first = seen.get(write.id);
    if (first === undefined) seen.set(write.id, write.row);
    else
      repeated.push({
        row: write.row,
        path: "id",
        message: `means the same record as row ${first + 1} of this batch`,
      });
  }
  return repeated;
}

async function claimIds(
  tx: Tx,
  type: ObjectType,
  inputs: readonly RecordInput[],
  writes: readonly RecordWrite[],
  problems: readonly RowProblem[],
): Promise<RowProblem[]> {
  const rejected = new Set(problems.map((problem) => problem.row));
  const claims = writes
    .filter((write) => !rejected.has(write.row))
    .flatMap((write) =>
      (inputs[write.row]?.externalIds ?? []).map((id) => ({
        ...id,
        row: write.row,
        objectId: write.id,
        accountId: write.accountId,
      })),
    );
  const taken = await claimExternalIds(tx, type.slug, claims);
  return claims
    .filter((claim) => {
      const holder = taken.get(claim.externalId);
      return holder !== undefined && holder.objectId !== claim.objectId;
    })
    .map((claim) => ({
      row: claim.row,
      path: "externalId",
      message: `another ${type.label.toLowerCase()} has the external id “${claim.externalId}” from ${claim.source}`,
    }));
}

/** Ids drawn for new records that are not written after all; their external ids must not stay claimed. */
function unusedIds(
  inputs: readonly RecordInput[],
  writes: readonly RecordWrite[],
  accepted: readonly RecordWrite[],
): string[] {
  const used = new Set(accepted.map((write) => write.id));
  const drawn = [
    ...inputs.flatMap((input) => (input.newId ? [input.newId] : [])),
    ...writes.filter((write) => write.isNew).map((write) => write.id),
  ];
  return drawn.filter((id) => !used.has(id));
}

function differing(fields: ReadonlyMap<string, Field>, write: RecordWrite): Field[] {
  return [...fields.values()].filter((field) => field.column.table === "record" && isChanged(field, write));
}

async function insertNew(
  tx: Tx,
  ctx: Context,
  type: ObjectType,
  fields: ReadonlyMap<string, Field>,
  writes: readonly RecordWrite[],
): Promise<void> {
  if (writes.length === 0) return;
  const own = [...fields.values()].filter(
    (field) =>
      field.column.table === "record" && writes.some((write) => (write.after[field.slug] ?? null) !== null),
  );
  const rows = writes.map((write) => ({
    id: write.id,
    account_id: write.accountId,
    ...Object.fromEntries(own.map((field) => [field.column.name, write.after[field.slug] ?? null])),
  }));
  const below = type.placement === "below-account" ? sql`account_id, ` : sql``;
  const columns = sql.join(own.map((field) => sql.id(field.column.name)));
  const at = ctx.now.toString();
  await sql`
    insert into ${sql.table(type.table)} (${below}id, created_at, updated_at, ${columns})
    select ${below}id, ${at}::timestamptz, ${at}::timestamptz, ${columns}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (account_id uuid, id uuid, ${columnDefinitions(own)})
  `.execute(tx);
}

async function updateStored(
  tx: Tx,
  ctx: Context,
  type: ObjectType,
  fields: ReadonlyMap<string, Field>,
  writes: readonly RecordWrite[],
): Promise<void> {
  if (writes.length === 0) return;
  const touched = [...new Set(writes.flatMap((write) => differing(fields, write)))];
  const rows = writes.map((write) => ({
    id: write.id,
    account_id: write.accountId,
    ...Object.fromEntries(touched.map((field) => [field.column.name, write.after[field.slug] ?? null])),
  }));
  const assignments = sql.join(
    touched.map((field) => sql`${sql.id(field.column.name)} = v.${sql.id(field.column.name)}`),
  );
  const sameAccount = type.placement === "below-account" ? sql`r.account_id = v.account_id and ` : sql``;
  await sql`
    update ${sql.table(type.table)} r set ${assignments}, updated_at = ${ctx.now.toString()}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as v (account_id uuid, id uuid, ${columnDefinitions(touched)})
     where ${sameAccount}r.id = v.id
  `.execute(tx);
}

function changesOf(type: ObjectType, fields: ReadonlyMap<string, Field>, write: RecordWrite): Change[] {
  return differing(fields, write).map((field) => ({
    object: type.slug,
    objectId: write.id,
    accountId: write.accountId,
    field: field.slug,
    old: write.before[field.slug] ?? null,
    new: write.after[field.slug] ?? null,
  }));
}

function eventOf(type: ObjectType, fields: ReadonlyMap<string, Field>, write: RecordWrite): DomainEvent {
  return {
    name: `${type.slug}.${write.isNew ? "created" : "updated"}`,
    object: type.slug,
    objectId: write.id,
    accountId: write.accountId,
    payload: write.isNew ? {} : { fields: differing(fields, write).map((field) => field.slug) },
  };
}
