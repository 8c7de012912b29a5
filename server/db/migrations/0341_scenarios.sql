-- What-if scenarios: saved sets of suppositions about renewals. They lie below no account; the renewals they are about are
-- named by id or by rule.
create table scenarios (
  id uuid not null,
  name text not null,
  description text not null,
  overrides jsonb not null,
  is_shared boolean not null,
  owner_id text not null,
  owner_name text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
alter table scenarios add constraint scenarios_pkey primary key (id);
create index scenarios_of_owner on scenarios (owner_id);
