import type { Distribution, FieldType } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import type { Db, Tx } from "../kernel/db.ts";

const binCount = 20;
const shownValues = 20;
const numeric: readonly FieldType[] = ["number", "currency", "percentage"];

type Numbers = { total: number; present: number; min: string; max: string; mean: string; median: string };

/** Over how many milliseconds a preview over all accounts is given up. */
const patienceMs = 8_000;

/**
 * How a value is spread over all accounts that are not archived; null when that takes too long.
 * @param values a select of one column `v`, a row an account
 */
export async function distributionOf(
  db: Db,
  values: RawBuilder<unknown>,
  type: FieldType,
): Promise<Distribution | null> {
  try {
    return await db.transaction().execute(async (tx) => {
      await sql`select set_config('statement_timeout', ${String(patienceMs)}, true)`.execute(tx);
      return numeric.includes(type) ? numbersOf(tx, values) : valuesOf(tx, values, type);
    });
  } catch (error) {
    const isTimeout = error instanceof Error && "code" in error && error.code === "57014";
    if (isTimeout) return null;
    throw error;
  }
}

/** The value of every account, worked out once. */
const valuesCte = (values: RawBuilder<unknown>): RawBuilder<unknown> => sql`v as materialized (${values})`;

async function numbersOf(tx: Tx, value: RawBuilder<unknown>): Promise<Distribution> {
  const { rows } = await sql<Numbers & { bins: { bin: number; accounts: number }[] | null }>`
    with ${valuesCte(value)},
    s as (
      select count(*) as total, count(v) as present, min(v) as min, max(v) as max, round(avg(v), 4) as mean,
             round((percentile_cont(0.5) within group (order by v))::numeric, 4) as median from v
    ),
    b as (
      select case when s.max = s.min then 1
                  else least(width_bucket(v.v, s.min, s.max, ${binCount}), ${binCount}) end as bin, count(*) as accounts
        from v, s where v.v is not null group by 1
    )
    select s.*, (select jsonb_agg(jsonb_build_object('bin', b.bin, 'accounts', b.accounts)) from b) as bins from s
  `.execute(tx);
  const [row] = rows;
  if (!row) throw new Error("An aggregate gave no row.");
  const [total, present] = [Number(row.total), Number(row.present)];
  if (present === 0) return { total, missing: total, numbers: null, bins: [], values: [] };
  const counts = new Map((row.bins ?? []).map(({ bin, accounts }) => [bin, accounts]));
  const [least, most] = [Number(row.min), Number(row.max)];
  const bins = least === most ? 1 : binCount;
  const edge = (index: number) => plain(least + ((most - least) * index) / bins);
  return {
    total,
    missing: total - present,
    numbers: {
      min: trimmed(row.min),
      max: trimmed(row.max),
      mean: trimmed(row.mean),
      median: trimmed(row.median),
    },
    bins: Array.from({ length: bins }, (_, index) => ({
      from: edge(index),
      to: edge(index + 1),
      accounts: counts.get(index + 1) ?? 0,
    })),
    values: [],
  };
}

function plain(edge: number): string {
  return trimmed(edge.toFixed(4));
}

function trimmed(decimal: string): string {
  return decimal.includes(".") ? decimal.replace(/\.?0+$/, "") : decimal;
}

/** A value as it is counted: dates by month, each value of a list by itself. */
function countedAs(type: FieldType): RawBuilder<unknown> {
  if (type === "date" || type === "instant") return sql`to_char(v.v, 'YYYY-MM')`;
  return type === "text-list" ? sql`unnest(v.v)` : sql`left(v.v::text, 200)`;
}

async function valuesOf(tx: Tx, value: RawBuilder<unknown>, type: FieldType): Promise<Distribution> {
  const { rows } = await sql<{
    total: number;
    present: number;
    values: { value: string; accounts: number }[] | null;
  }>`
    with ${valuesCte(value)},
    c as (
      select value, count(*) as accounts from (select ${countedAs(type)} as value from v where v.v is not null) each_value
       group by 1 order by 2 desc, 1 limit ${shownValues}
    )
    select (select count(*) from v) as total, (select count(v) from v) as present,
           (select jsonb_agg(jsonb_build_object('value', c.value, 'accounts', c.accounts)) from c) as values
  `.execute(tx);
  const [row] = rows;
  const [total, present] = [Number(row?.total ?? 0), Number(row?.present ?? 0)];
  return { total, missing: total - present, numbers: null, bins: [], values: row?.values ?? [] };
}
