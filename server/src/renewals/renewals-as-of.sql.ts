import { type RawBuilder, sql } from "kysely";

type Figure = { column: string; type: string; isDerived?: true };
const cast: Record<string, Figure> = {
  dueOn: { column: "due_on", type: "date" },
  currency: { column: "currency", type: "text" },
  targetArr: { column: "target_arr", type: "numeric" },
  forecastArr: { column: "forecast_arr", type: "numeric" },
  finalArr: { column: "final_arr", type: "numeric" },
  stage: { column: "stage", type: "text" },
  rating: { column: "rating", type: "text" },
  likelihoodHuman: { column: "human_likelihood", type: "numeric" },
  ownerId: { column: "owner_id", type: "uuid" },
  outcome: { column: "outcome", type: "text" },
  timing: { column: "timing", type: "text" },
  bookingType: { column: "booking_type", type: "text" },
  orderedOn: { column: "ordered_on", type: "date" },
  isAutoRenewed: { column: "is_auto_renewed", type: "boolean" },
  archivedAt: { column: "archived_at", type: "timestamptz" },
  likelihoodModel: { column: "likelihood_model", type: "numeric", isDerived: true },
  expectedArr: { column: "expected_arr", type: "numeric", isDerived: true },
};

/**
 * The unarchived renewals with what sums and forecasts read of them, as they are (null) or as they stood at an instant.
 * What a field was then is the `old` of its first change since; a field that has not changed since is as it is now.
 */
export function renewalsAsOf(instant: string | null): RawBuilder<unknown> {
  const now = ({ column, isDerived }: Figure) => sql`${sql.id(isDerived ? "d" : "r", column)}`;
  const derived = sql`left join renewal_derived d on d.account_id = r.account_id and d.id = r.id`;
  if (instant === null) {
    const columns = Object.values(cast).map(now);
    return sql`
      select r.account_id, r.id, r.contract_id, ${sql.join(columns)} from renewals r ${derived}
       where r.archived_at is null`;
  }
  // Literals, in the list and order of the partial index that serves this.
  const fields = sql.join(Object.keys(cast).map((field) => sql.lit(field)));
  const then = Object.entries(cast).map(([field, figure]) => {
    const old = sql`(h.old ->> ${field}::text)::${sql.raw(figure.type)}`;
    return sql`case when h.old ? ${field}::text then ${old} else ${now(figure)} end as ${sql.id(figure.column)}`;
  });
  return sql`
    select * from (
      select r.account_id, r.id, r.contract_id, ${sql.join(then)}
        from renewals r
        ${derived}
        left join (
          select account_id, object_id, jsonb_object_agg(field, old) as old
            from (select distinct on (account_id, object_id, field) account_id, object_id, field, old
                    from history
                   where object = 'renewal' and at > ${instant}::timestamptz and field in (${fields})
                   order by account_id, object_id, field, at, id) as first_since
           group by account_id, object_id
        ) h on h.account_id = r.account_id and h.object_id = r.id
       where r.created_at <= ${instant}::timestamptz
    ) as then_and_now
    where archived_at is null`;
}
