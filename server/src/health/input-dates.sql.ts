import { pulseField } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import type { ComputeEnvironment } from "../engine/index.ts";
import type { KnownDay } from "../metrics/index.ts";
import { oldestColumn } from "./health-columns.ts";
import type { PlacedMeasure } from "./model.ts";

type Expression = RawBuilder<unknown>;

/**
 * The day of the oldest fact among those that count: of measures with points, the day on which what each looks at was last
 * known. Records as they stand (tickets, renewals) are of today.
 * @param reads the fields of accounts that a measure's rule reads
 */
export function oldestInput(
  measures: readonly (PlacedMeasure & { points: Expression; reads: readonly string[] })[],
  environment: ComputeEnvironment,
  known: ReadonlyMap<string, KnownDay>,
): Expression {
  const days = measures.map(({ points, reads }) => {
    const dates = reads.map((slug) => dayOf(slug, environment, known));
    return sql`case when ${points} is not null then least(${sql.join([...dates, todayOf(environment)])}) end`;
  });
  return sql`least(${sql.join(days)})`;
}

function todayOf({ ctx }: ComputeEnvironment): Expression {
  return sql`${sql.lit(ctx.today.toString())}::date`;
}

/** The day on which a field of an account was last known; null is as good as today. */
function dayOf(
  slug: string,
  environment: ComputeEnvironment,
  known: ReadonlyMap<string, KnownDay>,
): Expression {
  const { ctx, catalog } = environment;
  const on = (instant: Expression) => sql`(${instant} at time zone ${sql.lit(ctx.timeZone)})::date`;
  const ofMetric = known.get(slug);
  if (ofMetric) return ofMetric(ctx);
  if (slug === pulseField) return sql`r_d.pulse_given_on`;
  const [, score] = /^score:([^.]+)/.exec(slug) ?? [];
  if (score !== undefined) return sql`r_d.${sql.id(oldestColumn(score))}`;
  const field = catalog.fieldsOf("account").get(slug);
  // Who of ours looks after the account is ours to know: it is as it stands.
  if (field?.column.table !== "record" || field.origin === "key-role") return todayOf(environment);
  return on(sql`coalesce((select max(h.at) from history h
    where h.account_id = r.id and h.object = 'account' and h.object_id = r.id and h.field = ${sql.lit(slug)}), r.created_at)`);
}
