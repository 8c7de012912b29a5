import type { FieldType, Option } from "@perennial/contract";
import type { Env, Catalog as RuleCatalog } from "@perennial/rules";
import type { RawBuilder } from "kysely";
import type { Change, DomainEvent, Json } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Db, Tx } from "../kernel/db.ts";
import type { Catalog } from "../objects/index.ts";

/** How rules, lists and the API name a column, and what it holds. */
export type DerivedField = {
  slug: string;
  label: string;
  group: string;
  type: FieldType;
  options?: readonly Option[];
  description?: string;
};

/** A column of `account_derived` that a node keeps true. */
export type DerivedColumn = {
  name: string;
  field: DerivedField;
  /** Further names under which the same column may be read. */
  aliases?: readonly DerivedField[];
  /** What stands where the facts give nothing; null unless said. */
  whenMissing?: string | number | boolean;
  /** Differences are kept in the history and given to the node's `announce`. */
  isTracked?: boolean;
  /** Of a source node: its select, asked with an earlier day, tells what was then, by what is known of that day now. */
  isDated?: boolean;
};

/** One tracked column of one account went from `old` to `new`. */
export type Difference = { accountId: string; column: string; slug: string; old: Json; new: Json };

export type ComputeEnvironment = {
  ctx: Context;
  catalog: Catalog;
  /** What rules may ask about, with the SQL behind it. */
  rules: RuleCatalog;
  env: Env;
};

/**
 * What follows from differences, such as `segment.entered`; written in the same transaction. Nodes of one level that share the
 * function are announced by one call.
 */
export type Announce = (args: {
  tx: Tx;
  ctx: Context;
  differences: readonly Difference[];
  /** Those of all nodes of this recompute: where the causes are. */
  together: readonly Difference[];
  /** The slug under which the changes of a field are kept that has another name. */
  keptAs: (slug: string) => string;
}) => Promise<{ changes?: readonly Change[]; events?: readonly DomainEvent[] }>;

type NodeBase = {
  /** Unique, such as `metrics` or `segment:renewing`. */
  key: string;
  columns: readonly DerivedColumn[];
  /** Slugs of derived fields it reads; the nodes that bring them are computed before it. */
  reads: readonly string[];
  /** Its definition asks for something in hours: the hour alone may change what it brings. */
  changesHourly?: boolean;
  announce?: Announce;
  /** Makes anew what is kept of the facts of these accounts for the node to read; called by passes that rebuild. */
  rebuild?(args: { tx: Tx; accountIds: readonly string[] }): Promise<void>;
};

/**
 * Worked out from facts: `select` gives `account_id` and every column for the accounts in scope
 * (`scope` is a SQL fragment to stand right of `=` as in `account_id = any(…)`); accounts it leaves out have nothing.
 */
export type SourceNode = NodeBase & {
  kind: "source";
  select(
    args: ComputeEnvironment & { tx: Db | Tx; scope: RawBuilder<unknown> },
  ): RawBuilder<unknown> | Promise<RawBuilder<unknown>>;
};

/**
 * Worked out from the account itself: expressions over `r` (accounts) and `r_d` (account_derived), by column. All such
 * nodes of one level are computed by one statement.
 */
export type ExpressionNode = NodeBase & {
  kind: "expression";
  expressions(environment: ComputeEnvironment): Readonly<Record<string, RawBuilder<unknown>>>;
};

/**
 * Keeps something beside the accounts true by statements of its own, for what hangs on the accounts in scope: in which
 * segments their contacts are. What it reads of accounts is up to date when it is called.
 */
export type KeepingNode = NodeBase & {
  kind: "keeping";
  /** Slugs by which others read what it keeps. */
  brings: readonly string[];
  /** Raised when what it calls keeps something else than before, so that a release has it kept anew; 0 unless said. */
  version?: number;
  keep(args: ComputeEnvironment & { tx: Tx; accountIds: readonly string[] }): Promise<Outcome>;
};

/** What is written in the same transaction, because something changed. */
export type Outcome = { changes: readonly Change[]; events: readonly DomainEvent[] };

export type DerivedNode = SourceNode | ExpressionNode | KeepingNode;

/**
 * Gives the nodes of a slice as its definitions stand. They are kept for as long as the version of the definitions stands:
 * what a node reads of anything else, it reads in its `select`.
 */
export type NodeSource = (db: Db | Tx) => Promise<readonly DerivedNode[]>;

declare module "../kernel/slice.ts" {
  interface SliceContributions {
    nodeSources: readonly NodeSource[];
  }
}
