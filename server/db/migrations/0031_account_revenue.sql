-- What contracts, subscriptions and renewals say of an account, kept by the live engine, in the company's currency.

alter table account_derived
  add column arr numeric(20,4),
  add column mrr numeric(20,4),
  add column first_arr_on date,
  add column last_arr_on date,
  add column lifecycle text,
  add column lifecycle_reason text,
  add column churned_on date,
  add column next_renewal_on date,
  add column notice_deadline_on date,
  add column renewal_target_arr numeric(20,4),
  add column renewal_forecast_arr numeric(20,4),
  add column renewal_stage text,
  add column renewal_rating text,
  add column renewal_owner_id uuid,
  add column open_renewal_count integer,
  add column overdue_renewal_count integer,
  add column open_renewal_target_arr numeric(20,4),
  add column open_renewal_delta_arr numeric(20,4);
create index account_derived_arr on account_derived (arr desc nulls last, account_id desc);
create index account_derived_next_renewal on account_derived (next_renewal_on, account_id);
create index account_derived_lifecycle on account_derived (lifecycle);
