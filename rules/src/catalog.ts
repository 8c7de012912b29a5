import type { Baseline } from "./operators/operator.ts";

/** What a field holds; it decides which operators apply and how a value is read. */
export const fieldTypes = [
  "text",
  "long-text",
  "url",
  "email",
  "number",
  "integer",
  "currency",
  "percentage",
  "score",
  "boolean",
  "date",
  "instant",
  "select",
  "multi-select",
  "text-list",
  "teammate",
  "contact",
  "account",
  "organization",
  "segment",
  /** Any JSON value, of which only the presence can be asked. */
  "any",
] as const;
export type FieldType = (typeof fieldTypes)[number];

export interface Option {
  value: string;
  label: string;
}

/** What an expression needs to name columns and to bind values. */
export interface ExpressionScope {
  /** The quoted column of the object's own table, or of its joined table `table`. */
  column(name: string, table?: string): string;
  /** Binds a value and gives its placeholder with the cast, such as `$3::text`. */
  param(value: unknown, cast: string): string;
  /** The calendar date on which it is asked, `YYYY-MM-DD`. */
  today: string;
}

/**
 * Where a field stands in SQL: a column of the object's own table or of one of its joined tables (`table` is the key in
 * `ObjectSql.joins`), or an expression. By type the column is text (`text[]` for multi-select and text-list), `numeric` or an
 * integer (never a float), boolean, `date`, `timestamptz`, or `uuid` (teammate, contact, account, organization).
 */
export type FieldSql =
  | { column: string; table?: string }
  | { expression: (scope: ExpressionScope) => string; tables?: readonly string[] };

/** A subject that conditions may ask about. */
export interface Field {
  /** As written in rules: `name`, `trait:plan`, `metric:logins_30d.change`, `organization.name`. */
  slug: string;
  label: string;
  type: FieldType;
  options?: readonly Option[];
  /** Needed by `compileRule` only. */
  sql?: FieldSql;
  /** The key, or the path of keys, under which a plain record holds the value; the slug when absent. */
  memory?: string | readonly string[];
  /** The value changes by the clock alone (days since…), so that a rule over it has to be asked again each day. */
  changesDaily?: boolean;
  /** Its changes are kept (`ObjectSql.history`), so that rules may ask what changed and since when. */
  hasHistory?: boolean;
  /** The slug under which its changes are kept, where it is another name of a field. */
  historyOf?: string;
  /** What is usual among the healthy accounts of a segment, by its slug. Present: rules may ask how far from it a value is. */
  baselines?: Readonly<Record<string, Baseline>>;
  /** The value stands in free JSON: one of another JSON type than asked for is missing. */
  freeJson?: boolean;
}

/** `[column here, column there]`, all of which have to be equal. */
export type JoinColumns = readonly (readonly [string, string])[];

export interface ObjectSql {
  table: string;
  /** 1:1 tables beside the object's own; joined only when a rule needs them. */
  joins?: Record<string, { table: string; on: JoinColumns }>;
  /**
   * Where changes of fields are kept: a table with the columns `id`, `object`, `field`, `at`, `old` and `new` (JSON), tied by
   * `on` and narrowed by `constants` (column, value, type). Needs the column `created_at` on the object's own table. In memory:
   * a list `history` of `{field, at, old, new}`, earliest first, and `createdAt`.
   */
  history?: { table: string; on: JoinColumns; constants: readonly (readonly [string, string, string])[] };
  /** Narrows related records, such as `archived_at IS NULL`; gets the quoting of columns. */
  filter?: (scope: ExpressionScope) => string;
}

/** Records that hang on an object. */
export interface Relation {
  slug: string;
  /** In the plural: “contacts”. */
  label: string;
  /** The slug of the related object in the catalog. */
  object: string;
  /** How to correlate; below an account `on` carries `account_id`. `through` is a link table between the two. */
  sql?: { on: JoinColumns; through?: { table: string; on: JoinColumns } };
  /** The key of the list of plain records; the slug when absent. */
  memory?: string;
}

/** Events of an object: daily counts, and the raw rows where properties or instants are asked. */
export interface EventSource {
  /** Known names, for suggestions and the editor. An unknown name is allowed: it may arrive tomorrow. */
  names?: readonly string[];
  /** Known properties by their name. Others may be asked too; the value asked for decides their type. */
  properties?: readonly { name: string; label?: string; type: "text" | "number" | "boolean" }[];
  sql?: {
    daily: { table: string; on: JoinColumns; eventId: string; day: string; count: string };
    raw: {
      table: string;
      on: JoinColumns;
      eventId: string;
      at: string;
      /** How many occurrences a row stands for; one when absent. */
      count?: string;
      properties: string;
    };
    /** The table that gives each name, which stands there once, its id. Absent: `eventId` holds the name itself. */
    names?: { table: string; id: string; name: string };
  };
  /** The key of the list of `EventSeen`; `events` when absent. */
  memory?: string;
}

/** A short name in formulas for a formula over the same object: `age_days` for days since a ticket was opened. */
export interface NamedFormula {
  name: string;
  label: string;
  formula: string;
}

export interface ObjectCatalog {
  slug: string;
  /** In the singular: “account”. */
  label: string;
  fields: readonly Field[];
  /** Short names that formulas know; `at` tells which record is the latest. */
  names?: readonly NamedFormula[];
  relations?: readonly Relation[];
  events?: EventSource;
  /** It is an event of this source: properties that are not among its fields may be asked too. */
  propertiesOf?: EventSource;
  sql?: ObjectSql;
}

/** Everything rules may ask about, by object. The server makes it from its registry; the editor needs no SQL in it. */
export interface Catalog {
  objects: readonly ObjectCatalog[];
}
