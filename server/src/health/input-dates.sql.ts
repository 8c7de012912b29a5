import { pulseField } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import type { ComputeEnvironment } from "../engine/index.ts";
import type { KnownDay } from "../metrics/index.ts";
import { oldestColumn } from "./health-columns.ts";
import type { PlacedMeasure } from "./model.ts";

type Expression = RawBuilder<unknown>;

/**
 * The day of the oldest fact among those that count: of measures with points, the day on which what each looks at was last
 * known. Records as they stand (tickets, renewals) have none; missing where all is so.
 * @param measures with what their field, or their rule, reads of accounts
 */
export function oldestInput(
  measures: readonly (PlacedMeasure & { points: Expression; reads: readonly string[] })[],
  environment: ComputeEnvironment,
  known: ReadonlyMap<string, KnownDay>,
): Expression {
  const days = measures.flatMap(({ points, reads }) => {
    const dates = reads.flatMap((slug) => dayOf(slug, environment, known) ?? []);
    return dates.length === 0
      ? []
      : [sql`case when ${points} is not null then least(${sql.join(dates)}) end`];
  });
  return days.length === 0 ? sql`null::date` : sql`least(${sql.join(days)})`;
}

/** The day on which a field of an account was last known; undefined of what is as it stands. */
function dayOf(
  slug: string,
  { ctx, catalog }: ComputeEnvironment,
  known: ReadonlyMap<string, KnownDay>,
): Expression | undefined {
  const on = (instant: Expression) => sql`(${instant} at time zone ${sql.lit(ctx.timeZone)})::date`;
  const ofMetric = known.get(slug);
  if (ofMetric) return ofMetric(ctx);
  if (slug === pulseField) return sql`r_d.pulse_given_on`;
  const [, score] = /^score:([^.]+)/.exec(slug) ?? [];
  if (score !== undefined) return sql`r_d.${sql.id(oldestColumn(score))}`;
  const field = catalog.fieldsOf("account").get(slug);
  // Who of ours looks after the account is ours to know: it is as it stands.
  if (field?.column.table !== "record" || field.origin === "key-role") return undefined;
  return on(sql`coalesce((select max(h.at) from history h
    where h.account_id = r.id and h.object = 'account' and h.object_id = r.id and h.field = ${sql.lit(slug)}), r.created_at)`);
}
