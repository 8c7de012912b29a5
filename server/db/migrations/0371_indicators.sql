-- Indicators: conditions that need attention now. Whether a definition's condition holds of an account is a column
-- `i_<slug>` of account_derived, kept true by the live engine; what was raised is a row here.

create table indicator_definitions (
  id uuid not null,
  slug text not null,
  name text not null,
  description text not null,
  polarity text not null,
  severity text not null,
  rule jsonb,
  threshold jsonb,
  -- Thresholds by segment, the first segment that holds the account decides.
  zones jsonb not null,
  -- The fields of accounts that the condition reads.
  reads text[] not null,
  owner jsonb not null,
  due_in_days integer not null,
  message text not null,
  clears jsonb not null,
  quiet_days integer not null,
  is_shipped boolean not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  archived_at timestamptz
);
alter table indicator_definitions add constraint indicator_definitions_pkey primary key (id);
alter table indicator_definitions add constraint indicator_definitions_slug unique (slug);
alter table indicator_definitions add constraint indicator_definitions_polarity
  check (polarity in ('risk', 'opportunity', 'data'));
alter table indicator_definitions add constraint indicator_definitions_severity check (severity in ('low', 'medium', 'high'));

create table indicators (
  account_id uuid not null,
  id uuid not null,
  definition text not null,
  polarity text not null,
  severity text not null,
  status text not null,
  message text not null,
  -- What was seen at the moment it was raised; never changed afterwards.
  evidence jsonb not null,
  owner_id uuid,
  due_on date,
  raised_at timestamptz not null,
  raised_by text not null,
  -- How often the condition came true while it was open.
  raised_count integer not null,
  snoozed_until timestamptz,
  snooze_reason text,
  settled_at timestamptz,
  settled_by text,
  settled_by_id text,
  what_was_done text,
  became jsonb,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  archived_at timestamptz
);
alter table indicators add constraint indicators_pkey primary key (account_id, id);
alter table indicators add constraint indicators_status check (status in ('open', 'addressed', 'cleared'));
create index indicators_by_id on indicators (id);
-- However many workers and events: one open indicator of a definition at an account.
create unique index indicators_one_open on indicators (account_id, definition) where status = 'open' and archived_at is null;
create index indicators_of_owner on indicators (owner_id, due_on) where status = 'open';
create index indicators_settled on indicators (account_id, definition, settled_at desc) where status <> 'open';

alter table account_derived add column open_risk_indicators integer;
alter table account_derived add column open_opportunity_indicators integer;
-- What the shipped definitions read and no other slice counts.
alter table account_derived add column departed_sponsors integer;
alter table account_derived add column departed_champions integer;
alter table account_derived add column unanswered_messages integer;
alter table account_derived add column overdue_milestones integer;
