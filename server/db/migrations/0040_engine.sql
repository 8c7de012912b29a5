-- The live engine: which accounts' derived values may be stale, and passes over all accounts.

-- One row per transaction that touched an account; never updated, so that writers never wait for one another or
-- for a recompute. A tick deletes the marks it sees of the accounts it has locked, then reads the facts.
create table dirty_accounts (
  account_id uuid not null,
  id bigint generated always as identity,
  marked_at timestamptz not null
);
alter table dirty_accounts add constraint dirty_accounts_pkey primary key (account_id, id);
create index dirty_accounts_by_age on dirty_accounts (id);
alter table dirty_accounts set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- A recompute of all accounts: at local midnight, or because a definition changed. Goes through the accounts in
-- order of their ids and keeps its place, so that it is resumed where a killed worker left it.
create table engine_passes (
  id uuid not null,
  reason text not null,
  node_keys text[],
  requested_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  position uuid,
  accounts_total integer,
  accounts_done integer not null,
  superseded_at timestamptz
);
alter table engine_passes add constraint engine_passes_pkey primary key (id);
create index engine_passes_open on engine_passes (requested_at) where finished_at is null;
