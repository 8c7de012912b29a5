import { type RawBuilder, sql } from "kysely";

/** What of a renewal sums and forecasts read, and what is kept of its past, by field: its column. */
const figures = {
  contractId: "contract_id",
  dueOn: "due_on",
  currency: "currency",
  targetArr: "target_arr",
  forecastArr: "forecast_arr",
  finalArr: "final_arr",
  stage: "stage",
  rating: "rating",
  likelihoodHuman: "human_likelihood",
  likelihoodModel: "likelihood_model",
  ownerId: "owner_id",
  outcome: "outcome",
  timing: "timing",
  bookingType: "booking_type",
  orderedOn: "ordered_on",
  isAutoRenewed: "is_auto_renewed",
  rootCause: "root_cause",
} as const;

/** Whether a change of this field makes a new state of the renewal. */
export const isFigure = (field: string): boolean => field in figures || field === "archivedAt";

/** The columns that a state and a renewal share. */
export const figureColumns: RawBuilder<unknown> = sql.join(
  Object.values(figures).map((column) => sql.id(column)),
);

/**
 * `(account_id, id, …figures)` of the unarchived renewals, as they are (null) or as they stood at an instant. A statement
 * that reads it narrows it by `due_on`, which both tables have an index for.
 */
export function renewalsAsOf(instant: string | null): RawBuilder<unknown> {
  if (instant === null)
    return sql`
      select account_id, id, ${figureColumns} from renewals left join renewal_derived using (account_id, id)
       where archived_at is null`;
  return sql`
    select account_id, renewal_id as id, ${figureColumns} from renewal_states
     where from_at <= ${instant}::timestamptz and to_at > ${instant}::timestamptz`;
}
