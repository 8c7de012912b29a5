import { type RawBuilder, sql } from "kysely";
import type { Moment } from "./moment.ts";
import type { PastContext } from "./past.ts";

/** How the rows of a table of facts, which are no records, stood at an instant. */
export type TableThen = DatedTable | SelectedTable;
/** By what their own dates say. */
type DatedTable = {
  table: string;
  /** What columns held then, over `x`; all the others of the table are named in `others`. */
  columns?(at: Moment): Readonly<Record<string, RawBuilder<unknown>>>;
  others?: readonly string[];
  /** The rows that were there. */
  where(at: Moment): RawBuilder<unknown>;
};
/** Or, where the rows themselves do not say it, a select of all its columns. */
type SelectedTable = { table: string; select(at: Moment): RawBuilder<unknown> };

declare module "../../kernel/slice.ts" {
  interface SliceContributions {
    tablesThen: readonly TableThen[];
  }
}

/** Every change of every field is kept with its time. */
export const historyThen: TableThen = { table: "history", where: ({ instant }) => sql`x.at <= ${instant}` };

export function momentOf({ asOf, today }: PastContext): Moment {
  return { instant: sql`${asOf.toString()}::timestamptz`, day: sql`${today.toString()}::date` };
}

export function selectThen(then: TableThen, at: Moment): RawBuilder<unknown> {
  if ("select" in then) return then.select(at);
  const { table, columns, others = [], where } = then;
  const differing = Object.entries(columns?.(at) ?? {});
  const selected =
    differing.length === 0
      ? sql`x.*`
      : sql.join([
          ...others.map((name) => sql`x.${sql.id(name)}`),
          ...differing.map(([name, value]) => sql`${value} as ${sql.id(name)}`),
        ]);
  return sql`select ${selected} from public.${sql.id(table)} x where ${where(at)}`;
}
