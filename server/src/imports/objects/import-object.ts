import type { ImportMap } from "@perennial/contract";
import type { App } from "../../kernel/app.ts";
import type { Context } from "../../kernel/context.ts";
import type { Db, Tx } from "../../kernel/db.ts";
import type { RecordCommands } from "../../objects/index.ts";
import type { ImportFields } from "../fields/import-field.ts";
import type { Cell } from "../mapping/convert-row.ts";

/** A row that could be read: its cells by field, and by slug of trait, property or metric. */
export type SoundRow = {
  /** The line of the file it begins at. */
  line: number;
  fields: Readonly<Record<string, Cell>>;
  others: Readonly<Record<string, Cell>>;
};

/** Why a row was refused; `path` is a field or slug of the row, as the slices' commands name it. */
export type RowRefusal = { path: string; message: string };

/** What became of a row. `objectId` where the row is a record that can be undone. */
export type RowOutcome =
  | { status: "created" | "updated" | "unchanged"; objectId?: string; accountId?: string | null }
  | { status: "rejected"; problems: readonly RowRefusal[]; finding?: string };

/** Everything a batch may use. Writes go through the slices' commands with `ctx`, whose actor is the import. */
export type Batch = {
  app: App;
  tx: Tx;
  ctx: Context;
  /** The system whose ids the rows carry. */
  source: string;
  map: ImportMap;
};

/** A row that was taken although it contradicts something else that is known. */
export type Finding = { kind: FindingKind; line: number | null; accountId: string | null; message: string };

/** The contradictions that imports look for, and how each is called. */
export const findingTitles = {
  "overlapping-subscriptions": "subscriptions of one account that overlap",
  "colliding-ids": "ids that stand for different content",
  "ticket-before-sign-up": "tickets opened before their account signed up",
  "usage-outside-term": "usage outside the subscription’s term",
  "zero-length-term": "terms that end on the day they begin",
  "churn-flag-active": "accounts flagged as churned with a running subscription",
  "churn-flag-open-term": "subscriptions flagged as churned that do not end",
  "churn-event-active": "churn events of accounts whose subscriptions go on",
  "churned-with-revenue": "churned renewals with revenue after them",
  "starts-before-sign-up": "subscriptions that begin before their account signed up",
} as const;
export type FindingKind = keyof typeof findingTitles;

/** All that the importer knows of one kind of rows: one record per importable object. */
export type ImportObjectDefinition = {
  fields: ImportFields;
  /** The object type whose traits its other columns may become. */
  objectType?: string;
  /** Its commands, where rows are records that an undo archives or puts back. */
  commands?: RecordCommands;
  /** Why an undo cannot take its rows back, where it cannot. */
  cannotUndo?: string;
  batchRows: number;
  /** What tells one row of a file from another; two rows with the same key and different content collide. */
  keyOf(row: SoundRow): string | undefined;
  /** Whether what it writes with finds colliding keys by itself. */
  findsCollisions?: boolean;
  /** Writes rows; answers one outcome each, in order. May throw: then the rows are tried in halves. */
  write(batch: Batch, rows: readonly SoundRow[]): Promise<RowOutcome[]>;
  /** Looks for contradictions in rows just written. `accountIds` are theirs, in order. */
  review?(batch: Batch, rows: readonly ReviewedRow[]): Promise<Finding[]>;
  /** Looks for contradictions that only show once everything is there. */
  conclude?(conclusion: Conclusion): Promise<Finding[]>;
};

/** What the last look at a finished import may use. */
export type Conclusion = { app: App; db: Db | Tx; importId: string; ctx: Context };

export type ReviewedRow = { row: SoundRow; accountId: string | null; objectId: string | null };

/** A cell as text, or undefined where it is empty or absent. */
export function textOf(cell: Cell | undefined): string | undefined {
  return typeof cell === "string" && cell !== "" ? cell : undefined;
}
