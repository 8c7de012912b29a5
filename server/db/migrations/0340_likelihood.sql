-- The likelihood model: its versions, and what it says of each renewal.

-- Versions are kept: a prediction names the one it came from. `model` is the whole of it (terms, weights, or the prior),
-- `back_test` how it did on the past; null where too little had closed.
create table likelihood_versions (
  version integer not null,
  kind text not null,
  reason text not null,
  model jsonb not null,
  back_test jsonb,
  renewed integer not null,
  lost integer not null,
  looks integer not null,
  renewed_ratio numeric not null,
  trained_by text not null,
  trained_at timestamptz not null
);
alter table likelihood_versions add constraint likelihood_versions_pkey primary key (version);
alter table likelihood_versions add constraint likelihood_versions_kind check (kind in ('trained', 'prior'));

-- Derived values of renewals, one row a renewal once there are any. What the model last said of a closed one stays.
create table renewal_derived (
  account_id uuid not null,
  id uuid not null,
  likelihood_model numeric,
  arr_if_renewed numeric(20,4),
  expected_arr numeric(20,4),
  likelihood_version integer,
  -- What was known of it then, by feature, from which the explanation is worked out.
  likelihood_features jsonb,
  predicted_at timestamptz
) with (fillfactor = 60);
alter table renewal_derived add constraint renewal_derived_pkey primary key (account_id, id);
alter table renewal_derived add constraint renewal_derived_likelihood check (likelihood_model between 0 and 1);
create index renewal_derived_by_id on renewal_derived (id);

-- Accounts of which something changed since their renewals were last looked at. Insert only, as the live engine's marks.
create table likelihood_marks (
  account_id uuid not null,
  id bigint generated always as identity,
  marked_at timestamptz not null
);
alter table likelihood_marks add constraint likelihood_marks_pkey primary key (account_id, id);
create index likelihood_marks_by_age on likelihood_marks (id);
alter table likelihood_marks set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

alter table account_derived
  add column renewal_likelihood numeric,
  add column renewal_likelihood_gap numeric;

-- What people say and what the model says have names that stand side by side.
update history set field = 'likelihoodHuman' where object = 'renewal' and field = 'humanLikelihood';
drop index history_of_renewal_figures;
create index history_of_renewal_figures on history (account_id, object_id, field, at, id) include (old)
  where object = 'renewal' and field in (
    'dueOn', 'currency', 'targetArr', 'forecastArr', 'finalArr', 'stage', 'rating', 'likelihoodHuman', 'ownerId', 'outcome',
    'timing', 'bookingType', 'orderedOn', 'isAutoRenewed', 'archivedAt', 'likelihoodModel', 'expectedArr');
