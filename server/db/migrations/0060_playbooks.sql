-- Playbooks: definitions with their versions, and their runs.

create table playbooks (
  id uuid not null,
  slug text not null,
  name text not null,
  description text not null,
  version integer not null,
  -- Of the current version, so that an event finds the playbooks it may start without reading definitions.
  trigger_kind text not null,
  trigger_key text,
  -- The fields of accounts that the trigger's rule reads.
  reads text[] not null,
  is_shipped boolean not null,
  activated_at timestamptz,
  activated_by text,
  paused_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  archived_at timestamptz
);
alter table playbooks add constraint playbooks_pkey primary key (id);
alter table playbooks add constraint playbooks_slug unique (slug);
create index playbooks_triggered on playbooks (trigger_kind, trigger_key) where activated_at is not null;

-- Every version ever used: a run stays on the one it began with.
create table playbook_versions (
  playbook_id uuid not null,
  version integer not null,
  definition jsonb not null,
  at timestamptz not null,
  actor_name text not null
);
alter table playbook_versions add constraint playbook_versions_pkey primary key (playbook_id, version);
alter table playbook_versions add constraint playbook_versions_playbook
  foreign key (playbook_id) references playbooks (id);

-- The switch for all playbooks at once.
create table playbook_settings (
  id smallint not null,
  paused_at timestamptz,
  paused_by text
);
alter table playbook_settings add constraint playbook_settings_pkey primary key (id);
alter table playbook_settings add constraint playbook_settings_one_row check (id = 1);
insert into playbook_settings (id) values (1);

-- When an account was enrolled last: decides whether it may be again.
create table playbook_enrolments (
  account_id uuid not null,
  playbook_id uuid not null,
  last_enrolled_at timestamptz not null
);
alter table playbook_enrolments add constraint playbook_enrolments_pkey primary key (account_id, playbook_id);

-- A run is due when it is ready or waiting and `wake_at` has come. Whoever takes it holds it until `leased_until`; `fence`
-- rises with every taking, and only the holder of the present fence may write.
create table playbook_runs (
  account_id uuid not null,
  id uuid not null,
  playbook_id uuid not null,
  version integer not null,
  state text not null,
  current_step text,
  wake_at timestamptz,
  wake jsonb,
  waits_for_conversation uuid,
  memory jsonb not null,
  step_count integer not null,
  attempts integer not null,
  fence bigint not null,
  leased_until timestamptz,
  started_because jsonb not null,
  ended_because text,
  last_error text,
  enrolled_at timestamptz not null,
  updated_at timestamptz not null,
  finished_at timestamptz
);
alter table playbook_runs add constraint playbook_runs_pkey primary key (account_id, id);
alter table playbook_runs add constraint playbook_runs_state
  check (state in ('ready', 'waiting', 'failed', 'completed', 'stopped'));
create index playbook_runs_by_id on playbook_runs (id);
-- However many workers and events: one run of a playbook at an account at a time.
create unique index playbook_runs_one_live on playbook_runs (account_id, playbook_id) where finished_at is null;
create index playbook_runs_due on playbook_runs (wake_at, id) where state in ('ready', 'waiting') and wake_at is not null;
create index playbook_runs_of_playbook on playbook_runs (playbook_id, id desc);
create index playbook_runs_waiting_for on playbook_runs (account_id, waits_for_conversation)
  where waits_for_conversation is not null;

-- What each step did, numbered: the same number cannot be written twice.
create table playbook_run_steps (
  account_id uuid not null,
  run_id uuid not null,
  number integer not null,
  step_id text not null,
  kind text not null,
  outcome text not null,
  outlet text,
  why text not null,
  input jsonb not null,
  output jsonb not null,
  at timestamptz not null
);
alter table playbook_run_steps add constraint playbook_run_steps_pkey primary key (account_id, run_id, number);
alter table playbook_run_steps add constraint playbook_run_steps_run
  foreign key (account_id, run_id) references playbook_runs (account_id, id);
alter table playbook_run_steps add constraint playbook_run_steps_outcome
  check (outcome in ('done', 'waiting', 'failed', 'stopped'));
