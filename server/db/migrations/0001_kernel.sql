-- The kernel's own tables: company settings, history, audit, change feed, idempotency keys.

create table company (
  id smallint not null,
  name text not null,
  time_zone text not null,
  currency text not null,
  fiscal_year_start_month smallint not null
);
alter table company add constraint company_pkey primary key (id);
alter table company add constraint company_one_row check (id = 1);
alter table company add constraint company_fiscal_month check (fiscal_year_start_month between 1 and 12);
insert into company values (1, 'Your company', 'UTC', 'USD', 1);

-- Append-only: every change of every field. `account_id` is the nil UUID for what lies below no account.
create table history (
  account_id uuid not null,
  id uuid not null,
  object text not null,
  object_id uuid not null,
  field text not null,
  old jsonb,
  new jsonb,
  at timestamptz not null,
  recorded_at timestamptz not null,
  command text not null,
  actor_kind text not null,
  actor_id text not null,
  actor_name text not null,
  request_id text not null
);
alter table history add constraint history_pkey primary key (account_id, id);
create index history_of_record on history (account_id, object, object_id, field, at);

create table audit (
  id uuid not null,
  at timestamptz not null,
  command text not null,
  actor_kind text not null,
  actor_id text not null,
  actor_name text not null,
  request_id text not null,
  object text not null,
  object_id uuid,
  account_id uuid,
  changes jsonb not null,
  events jsonb not null
);
alter table audit add constraint audit_pkey primary key (id);
create index audit_of_record on audit (object_id, at);

-- The outbox. Readers order by (tx, seq) and read only below the oldest running transaction.
create table feed (
  seq bigint generated always as identity,
  tx xid8 not null default pg_current_xact_id(),
  name text not null,
  object text not null,
  object_id uuid,
  account_id uuid,
  payload jsonb not null,
  at timestamptz not null,
  actor_kind text not null,
  actor_id text not null,
  actor_name text not null
);
alter table feed add constraint feed_pkey primary key (tx, seq);
create index feed_by_account on feed (account_id, at);

create table idempotency_keys (
  actor_id text not null,
  key text not null,
  command text not null,
  input_hash text not null,
  result jsonb,
  at timestamptz not null
);
alter table idempotency_keys add constraint idempotency_keys_pkey primary key (actor_id, key);
create index idempotency_keys_by_age on idempotency_keys (at);
