import type { Transform } from "@perennial/contract";
import type { RawBuilder } from "kysely";
import type { Usual } from "../../segments/index.ts";

/** What is seen of an account in memory. */
export type SeenValue = number | string | boolean | null;

/** What a transform has beside the value, in SQL and in memory alike. */
export type Beside = {
  /** The field that the measure looks at; absent for a rule. */
  field?: string | undefined;
  usual: Usual;
};
export type SqlBeside = Beside & {
  /** The column of an account's field; undefined where there is no such field (any more). */
  columnOf(slug: string): RawBuilder<unknown> | undefined;
};
export type MemoryBeside = Beside & { seenOf(slug: string): SeenValue };

/** What a transform asks of the fields of accounts when a model is checked. */
export type Asked = {
  field?: string | undefined;
  labelOf(slug: string): string | undefined;
};
export type TransformProblem = { path: string; message: string };

/** All that is known of one way to make points of what is seen. Missing values are decided here: null in, null out. */
export type TransformRecord<T extends Transform = Transform> = {
  kind: T["kind"];
  /** What it takes: a number, yes or no, or a person's pulse. */
  takes: "number" | "truth" | "pulse";
  /** Fields it reads besides the one that the measure looks at. */
  reads(transform: T, field: string | undefined): readonly string[];
  /** What is wrong with it, by the path below the transform. */
  problems(transform: T, asked: Asked): Iterable<TransformProblem>;
  /** The points as an expression; null where there are none. */
  sql(transform: T, seen: RawBuilder<unknown>, beside: SqlBeside): RawBuilder<unknown>;
  /** The same for one account in memory, to two decimals. */
  points(transform: T, seen: number | boolean, beside: MemoryBeside): number | null;
  /** As one line: “[0, 10) → 0 · [10, ∞) → 100”. */
  print(transform: T, nameOf: (slug: string) => string): string;
};

type KindOf<K extends Transform["kind"]> = Extract<Transform, { kind: K }>;
/** Writes a record with its transform's own type; the list holds it with the type forgotten. */
export function transformRecord<K extends Transform["kind"]>(
  record: TransformRecord<KindOf<K>> & { kind: K },
): TransformRecord {
  return record as unknown as TransformRecord;
}

/** How fields and segments are named by rules. */
export const segmentField = (slug: string) => `segment:${slug}`;
