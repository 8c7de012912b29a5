import type { Metric, MetricSource } from "@perennial/contract";
import type { RawBuilder } from "kysely";
import type { ComputeEnvironment, DerivedColumn } from "../engine/index.ts";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import type { Db, Tx } from "../kernel/db.ts";
import type { BucketParts } from "./event-buckets.sql.ts";
import type { MetricExpressions } from "./metric-parts.sql.ts";
import type { Asked, Point } from "./series.ts";

type Kind = MetricSource["kind"];
export type SourceOf<K extends Kind> = Extract<MetricSource, { kind: K }>;

/** A metric with all that is known of its kind of source. */
export type Planned = { metric: Metric; kind: SourceKind };
export type SelectArguments = ComputeEnvironment & { tx: Db | Tx; scope: RawBuilder<unknown> };

/**
 * One statement of the engine that works out any number of metrics for the accounts in scope, set-wise. Asked with an earlier
 * day, it tells what was then, by what is known of that day now: it counts facts up to that day alone, and reads of seats and
 * contacts' links as they were.
 */
export type MetricStatement = {
  /** Metrics whose statements have one key are worked out together. */
  key: string;
  /** What it brings beside its metrics. */
  columns?: readonly DerivedColumn[];
  /** Derived fields that it reads. */
  reads?(metrics: readonly Metric[]): string[];
  rebuild?(args: { tx: Tx; accountIds: readonly string[] }): Promise<void>;
  select(
    metrics: readonly Planned[],
    at: SelectArguments,
  ): RawBuilder<unknown> | Promise<RawBuilder<unknown>>;
};

/**
 * All that is known of one kind of source: how values are made, set-wise and day by day, and the facts behind them. Its
 * facts are written by commands, which mark the account dirty; a pass over all accounts fills back what is held.
 */
export type SourceKind<K extends Kind = Kind> = {
  kind: K;
  /** The values are whole numbers: counts and days. */
  isWhole(source: SourceOf<K>): boolean;
  statement(source: SourceOf<K>): MetricStatement;
  /** For what is read from the daily buckets, which all kinds share one pass over. */
  fromBuckets?(metric: Metric, source: SourceOf<K>, parts: BucketParts): MetricExpressions;
  /** What is wrong with a source beyond its form. @throws Problem `invalid-input` with its paths */
  check?(args: { app: App; tx: Db | Tx; source: SourceOf<K> }): Promise<void>;
  /** Day by day: what happened, and the metric at the day's end. */
  series(asked: Asked, source: SourceOf<K>): Promise<Point[]>;
  /**
   * The facts of one owner that count, of all times: a select of `day, at, label, seen, note, id`, `at` telling their order
   * within a day.
   */
  facts(asked: Asked & { ownerId: string }, source: SourceOf<K>): Promise<RawBuilder<unknown>>;
  /** The day on which facts were last known, over `r` and `r_d`; where absent, facts are as they stand. */
  lastKnown?(metric: Metric, ctx: Context): RawBuilder<unknown>;
  /** The facts stand for states that last: those from before the window tell of it too. */
  hasStates?: boolean;
};

/** A record as the others see it. What reads it passes the source of the metric that it belongs to. */
export function sourceKind<K extends Kind>(record: SourceKind<K>): SourceKind {
  return record as unknown as SourceKind;
}
