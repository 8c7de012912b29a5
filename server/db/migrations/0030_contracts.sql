-- Contracts, their priced lines, the renewals that fall due when their terms end, and what describes them.
-- Dates are calendar dates. `ends_on` is the last day, as people say it; `ends_before` is the half-open end that SQL uses.

-- How many units of the company's currency one unit of `currency` is worth from `starts_on` on.
create table exchange_rates (
  currency text not null,
  starts_on date not null,
  rate numeric not null,
  updated_at timestamptz not null
);
alter table exchange_rates add constraint exchange_rates_pkey primary key (currency, starts_on);
alter table exchange_rates add constraint exchange_rates_positive check (rate > 0);

create table contracts (
  account_id uuid not null,
  id uuid not null,
  name text,
  signed_on date,
  starts_on date not null,
  -- Last day as signed; null while it runs until somebody ends it.
  ends_on date,
  -- The current term once it has been renewed or has renewed itself; before, it is the contract as signed.
  term_starts_on date,
  term_ends_on date,
  expires_on date generated always as (coalesce(term_ends_on, ends_on)) stored,
  notice_period_days integer,
  notice_period_months integer,
  auto_renews boolean not null default false,
  renewal_term_months integer,
  uplift_pct numeric,
  currency text,
  purchase_order text,
  document_url text,
  -- Made by us where a source gives revenue and no contract; `implied_key` says from what, once per account.
  is_implied boolean not null default false,
  implied_key text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  archived_at timestamptz
);
alter table contracts add constraint contracts_pkey primary key (account_id, id);
alter table contracts add constraint contracts_implied unique (account_id, implied_key);
alter table contracts add constraint contracts_dates check (ends_on is null or ends_on >= starts_on);
alter table contracts add constraint contracts_renewal_term check (renewal_term_months between 1 and 240);
alter table contracts add constraint contracts_notice check (notice_period_days >= 0 and notice_period_months >= 0);
create index contracts_by_id on contracts (id);
create index contracts_by_expiry on contracts (expires_on) where archived_at is null;

create table subscriptions (
  account_id uuid not null,
  id uuid not null,
  contract_id uuid,
  -- The first line of a chain of amendments and renewals; null on that first line itself.
  root_id uuid,
  product text,
  plan text,
  kind text not null,
  is_trial boolean not null default false,
  quantity numeric not null,
  unit_price numeric,
  discount_pct numeric not null default 0,
  billing_interval_months integer not null,
  uplift_pct numeric,
  currency text not null,
  starts_on date not null,
  ends_on date,
  ends_before date generated always as (ends_on + 1) stored,
  -- Revenue a year as its source states it, where there is no unit price.
  stated_arr numeric(20,4),
  arr numeric(20,4) not null,
  is_implied boolean not null default false,
  implied_key text,
  -- The renewal whose outcome made this line, or ended it (then with the end it had before).
  made_by_renewal_id uuid,
  ended_by_renewal_id uuid,
  former_ends_on date,
  amendment_reason text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  archived_at timestamptz
);
alter table subscriptions add constraint subscriptions_pkey primary key (account_id, id);
alter table subscriptions add constraint subscriptions_contract
  foreign key (account_id, contract_id) references contracts (account_id, id);
alter table subscriptions add constraint subscriptions_implied unique (account_id, implied_key);
alter table subscriptions add constraint subscriptions_kind check (kind in ('recurring', 'usage-commitment', 'one-off'));
-- A line may have no length at all (ends before its first day): sources hold such, and they carry nothing.
alter table subscriptions add constraint subscriptions_dates check (ends_on is null or ends_on >= starts_on - 1);
alter table subscriptions add constraint subscriptions_interval check (billing_interval_months between 1 and 240);
create index subscriptions_by_id on subscriptions (id);
create index subscriptions_of_contract on subscriptions (account_id, contract_id);
create index subscriptions_with_arr on subscriptions (account_id, starts_on, ends_before)
  where arr <> 0 and archived_at is null;

-- A revenue sheet as it came: what an account paid in a month. Lines are made from it.
create table mrr_snapshots (
  account_id uuid not null,
  month date not null,
  plan text not null,
  mrr numeric(20,4) not null,
  currency text not null,
  updated_at timestamptz not null
);
alter table mrr_snapshots add constraint mrr_snapshots_pkey primary key (account_id, month, plan);
alter table mrr_snapshots add constraint mrr_snapshots_month check (extract(day from month) = 1);
create index mrr_snapshots_by_month on mrr_snapshots (month);

create table renewal_stages (
  slug text not null,
  label text not null,
  kind text not null,
  position integer not null,
  archived_at timestamptz
);
alter table renewal_stages add constraint renewal_stages_pkey primary key (slug);
alter table renewal_stages add constraint renewal_stages_kind check (kind in ('open', 'won', 'lost'));
insert into renewal_stages (slug, label, kind, position) values
  ('upcoming', 'Upcoming', 'open', 1),
  ('planning', 'Planning', 'open', 2),
  ('notice_sent', 'Notice Sent', 'open', 3),
  ('in_conversation', 'In Conversation', 'open', 4),
  ('negotiation', 'Negotiation', 'open', 5),
  ('verbal_commit', 'Verbal Commit', 'open', 6),
  ('renewed', 'Renewed', 'won', 7),
  ('churned', 'Churned', 'lost', 8);

-- `is_forecast` false: left out of forecasts (Omitted).
create table forecast_ratings (
  slug text not null,
  label text not null,
  default_likelihood numeric,
  is_forecast boolean not null,
  position integer not null,
  archived_at timestamptz
);
alter table forecast_ratings add constraint forecast_ratings_pkey primary key (slug);
alter table forecast_ratings add constraint forecast_ratings_likelihood check (default_likelihood between 0 and 1);
insert into forecast_ratings (slug, label, default_likelihood, is_forecast, position) values
  ('commit', 'Commit', 0.95, true, 1),
  ('likely', 'Likely', 0.80, true, 2),
  ('at_risk', 'At Risk', 0.45, true, 3),
  ('churn_expected', 'Churn Expected', 0.10, true, 4),
  ('closed', 'Closed', null, true, 5),
  ('omitted', 'Omitted', null, false, 6);

-- When renewals appear and how their timing is judged: the row without a touch model is everybody's,
-- one with it is for accounts of that touch model.
create table renewal_policies (
  slug text not null,
  touch_model text,
  lead_days integer not null,
  early_days integer not null,
  tolerance_days integer not null,
  owner_key_roles text[] not null,
  checkpoint_days integer[] not null
);
alter table renewal_policies add constraint renewal_policies_pkey primary key (slug);
alter table renewal_policies add constraint renewal_policies_touch_model unique (touch_model);
alter table renewal_policies add constraint renewal_policies_days
  check (lead_days between 1 and 1095 and early_days between 0 and 365 and tolerance_days between 0 and 365);
insert into renewal_policies (slug, touch_model, lead_days, early_days, tolerance_days, owner_key_roles, checkpoint_days)
  values ('default', null, 180, 30, 30, '{renewal_specialist,account_manager,csm}', '{180,90}');

create table renewals (
  account_id uuid not null,
  id uuid not null,
  contract_id uuid,
  term_starts_on date,
  -- With the contract, what the generator goes by: one renewal for each term.
  term_ends_on date,
  due_on date not null,
  notice_deadline_on date,
  currency text not null,
  target_arr numeric(20,4) not null,
  -- True where a source or a person gave the target; else it follows the contract's lines.
  is_target_stated boolean not null default false,
  forecast_arr numeric(20,4),
  final_arr numeric(20,4),
  delta_arr numeric(20,4) generated always as (coalesce(final_arr, forecast_arr) - target_arr) stored,
  booking_type text,
  stage text not null,
  rating text,
  human_likelihood numeric,
  owner_id uuid,
  -- True where a person chose the owner; else the owner follows the account's key role.
  is_owner_pinned boolean not null default false,
  next_step text,
  next_step_on date,
  forecast_notes text,
  notice_sent_on date,
  ordered_on date,
  outcome text,
  closed_at timestamptz,
  loss_reason text,
  root_cause text,
  competitor text,
  timing text,
  is_auto_renewed boolean not null default false,
  is_implied boolean not null default false,
  -- What reopening goes back to.
  stage_before_outcome text,
  rating_before_outcome text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  archived_at timestamptz
);
alter table renewals add constraint renewals_pkey primary key (account_id, id);
alter table renewals add constraint renewals_term unique (account_id, contract_id, term_ends_on);
alter table renewals add constraint renewals_contract
  foreign key (account_id, contract_id) references contracts (account_id, id);
alter table renewals add constraint renewals_stage foreign key (stage) references renewal_stages (slug);
alter table renewals add constraint renewals_rating foreign key (rating) references forecast_ratings (slug);
alter table renewals add constraint renewals_outcome check (outcome in ('renewed', 'churned'));
alter table renewals add constraint renewals_timing check (timing in ('early', 'on-time', 'late', 'lapsed'));
alter table renewals add constraint renewals_likelihood check (human_likelihood between 0 and 1);
create index renewals_by_id on renewals (id);
-- However many workers, clocks and edits: one renewal of a contract is open at a time.
create unique index renewals_one_open on renewals (account_id, contract_id) where outcome is null and archived_at is null;
create index renewals_due on renewals (due_on, account_id, id) where archived_at is null;
create index renewals_open on renewals (account_id, due_on) where outcome is null and archived_at is null;
create index renewals_of_owner on renewals (owner_id, due_on) where outcome is null and archived_at is null;

-- Moments on the way at which it is asked how the renewal stands: before expiry, and every year of a longer term.
create table renewal_checkpoints (
  account_id uuid not null,
  renewal_id uuid not null,
  due_on date not null,
  kind text not null,
  automated_call text,
  csm_call text,
  final_call text,
  decided_by uuid,
  decided_at timestamptz,
  note text
);
alter table renewal_checkpoints add constraint renewal_checkpoints_pkey primary key (account_id, renewal_id, due_on, kind);
alter table renewal_checkpoints add constraint renewal_checkpoints_renewal
  foreign key (account_id, renewal_id) references renewals (account_id, id) on delete cascade;
alter table renewal_checkpoints add constraint renewal_checkpoints_kind check (kind in ('before-expiry', 'anniversary'));
