import type { Change, DomainEvent, Json } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Db, Tx } from "../kernel/db.ts";
import type { App } from "../kernel/app.ts";
import type { Field } from "./field.ts";

/** A kind of record, with all that the generic reading and writing needs to know of it. */
export type ObjectType = {
  slug: string;
  plural: string;
  label: string;
  labelPlural: string;
  table: string;
  /** The 1:1 table of derived values, keyed by `account_id` (accounts) or `id`. */
  derivedTable?: string;
  /** `account`: the record is an account. `below-account`: has `account_id`. `free`: neither. */
  placement: "account" | "below-account" | "free";
  builtIns: readonly Field[];
  /** Values of columns that a new record needs and the input left out. */
  defaults?: Readonly<Record<string, string | number | boolean>>;
  /** Checks that need the database or several fields at once; returns problems by field slug. */
  check?(args: WriteArguments): Promise<RowProblem[]>;
  /** Writes what lies beside the record (links, derived rows) in the same transaction. */
  afterWrite?(args: WriteArguments): Promise<{ changes?: Change[]; events?: DomainEvent[] }>;
};

/** One record of a batch: what it was, what it will be. */
export type RecordWrite = {
  /** Position in the batch, for per-row results. */
  row: number;
  id: string;
  accountId: string | null;
  isNew: boolean;
  /** By field slug. */
  before: Readonly<Record<string, Json>>;
  after: Readonly<Record<string, Json>>;
  /** Input keys that are no fields of the record (links to accounts, say), for `afterWrite`. */
  extras: Readonly<Record<string, unknown>>;
};

export type WriteArguments = { app: App; tx: Tx; ctx: Context; writes: readonly RecordWrite[] };
export type RowProblem = { row: number; path: string; message: string };

declare module "../kernel/slice.ts" {
  interface SliceContributions {
    objectTypes: readonly ObjectType[];
    fieldSources: readonly FieldSource[];
  }
}

/** Gives fields that are defined in the database: traits, key roles, metrics, segments, scores. */
export type FieldSource = (db: Db | Tx) => Promise<readonly Field[]>;

/** Shorthand for the built-in fields of an object type, stored in its own table. */
export function builtIns(
  object: string,
  fields: readonly (Omit<Field, "object" | "column" | "origin" | "isEditable" | "group"> & {
    column: string;
    group?: string;
    isReadOnly?: boolean;
  })[],
): Field[] {
  return fields.map(({ column, isReadOnly, group = "General", ...field }) => ({
    ...field,
    object,
    group,
    column: { table: "record", name: column },
    origin: "built-in",
    isEditable: !isReadOnly,
  }));
}
