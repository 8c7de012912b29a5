import { type FieldSpec, noFormat } from "@perennial/contract";
import type { RawBuilder } from "kysely";
import type { App } from "../kernel/app.ts";
import type { Change, DomainEvent, Json } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Db, Tx } from "../kernel/db.ts";
import type { Field } from "./field.ts";
import type { Moment } from "./past/moment.ts";
import type { RuleRelation } from "./rule-catalog.ts";
import type { RecordInput } from "./write-records.ts";

/** A kind of record, with all that the generic reading and writing needs to know of it. */
export type ObjectType = {
  slug: string;
  plural: string;
  /** What its permissions begin with, where that is not the plural: one area for all that companies define. */
  area?: string;
  label: string;
  labelPlural: string;
  table: string;
  /** The 1:1 table of derived values, keyed by `account_id` (accounts) or `id`. */
  derivedTable?: string;
  /** `account`: the record is an account. `below-account`: has `account_id`. `free`: neither. */
  placement: "account" | "below-account" | "free";
  builtIns: readonly Field[];
  /** It can be read as of an instant: all that is shown of it is kept, or left out then. */
  keepsPast?: boolean;
  /**
   * Of records that carry dates of their own: the column that tells since when each was there, and what columns held at an
   * instant, over `b` (the record as it stands) and `y` (as the history has it), whenever it was entered here.
   */
  ownDates?: {
    since: string;
    columns?(at: Moment): Readonly<Record<string, RawBuilder<unknown>>>;
  };
  /** Columns that the database works out from others (`x.…`): of the past they are worked out anew. */
  generated?: Readonly<Record<string, string>>;
  /** What is worked out when a record is shown, beside its stored fields: whether it is overdue, its account's name. */
  shown?: readonly ShownValue[];
  /** The amounts of its own fields stand in the record's own `currency`; elsewhere in the company's. */
  hasOwnCurrency?: true;
  /** Values of columns that a new record needs and the input left out. */
  defaults?: Readonly<Record<string, string | number | boolean>>;
  /** The source whose records it copies: programs write them, people cannot. */
  mirrorOf?: string;
  /** What rules know between its records and others, beside the account they lie below. */
  relations?: readonly RuleRelation[];
  /** Whose values and segments may follow from records that changed, beside the account they lie below. */
  followers?(tx: Tx, changes: readonly Change[]): Promise<Followers>;
  /** Works out what the input names from outside (accounts, organizations) before anything is planned. */
  prepare?(
    args: PrepareArguments,
  ): Promise<{ inputs: readonly RecordInput[]; problems: readonly RowProblem[] }>;
  /**
   * Fills in what follows from the whole record (defaults, worked-out values) by changing `after`, and checks what needs
   * the database or several fields at once; returns problems by field slug.
   */
  check?(args: WriteArguments): Promise<RowProblem[]>;
  /** Writes what lies beside the record (links, derived rows) in the same transaction. */
  afterWrite?(args: WriteArguments): Promise<{ changes?: Change[]; events?: DomainEvent[] }>;
};

/** Ids of the records that follow, by object. */
export type Followers = Partial<Record<"account" | "contact" | "organization", readonly string[]>>;

/** A value that is worked out when a record is shown; `read` finds it there, else it stands under its slug. */
export type ShownValue = FieldSpec & {
  /** Not of the past: it follows from more than what is kept. */
  hasPast?: false;
  read?: (shown: Readonly<Record<string, unknown>>) => unknown;
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
  after: Record<string, Json>;
  /** Input keys that are no fields of the record (links to accounts, say), for `afterWrite`. */
  extras: Readonly<Record<string, unknown>>;
};

export type PrepareArguments = { app: App; tx: Tx; ctx: Context; inputs: readonly RecordInput[] };
export type WriteArguments = { app: App; tx: Tx; ctx: Context; writes: readonly RecordWrite[] };
export type RowProblem = { row: number; path: string; message: string };

declare module "../kernel/slice.ts" {
  interface SliceContributions {
    objectTypes: readonly ObjectType[];
    /** Kinds of record that are defined in the database. */
    objectTypeSources: readonly ObjectTypeSource[];
    fieldSources: readonly FieldSource[];
  }
}

/** Gives the kinds of record that the database defines at present. */
export type ObjectTypeSource = (db: Db | Tx) => Promise<readonly ObjectType[]>;

/** The area of a type's permissions: `accounts` of `accounts.write`. */
export const areaOf = (type: ObjectType): string => type.area ?? type.plural;

/** Gives fields that are defined in the database: traits, key roles, metrics, segments, scores. */
export type FieldSource = (db: Db | Tx) => Promise<readonly Field[]>;

/**
 * The built-in fields of an object type from the contract's list, each with the column it is stored in.
 * @param columns by field slug
 */
export function builtIns<const F extends readonly FieldSpec[]>(
  object: string,
  fields: F,
  columns: { readonly [K in F[number]["slug"]]: string },
): Field[] {
  return fields.map((field) => ({
    object,
    slug: field.slug,
    label: field.label,
    group: field.group ?? "General",
    type: field.type,
    ...(field.options ? { options: field.options } : {}),
    ...(field.decimals === undefined ? {} : { format: { ...noFormat, decimals: field.decimals } }),
    ...(field.description ? { description: field.description } : {}),
    column: { table: "record", name: columns[field.slug as F[number]["slug"]] },
    origin: "built-in",
    isEditable: !field.isReadOnly,
    isRequired: field.isRequired ?? false,
  }));
}
