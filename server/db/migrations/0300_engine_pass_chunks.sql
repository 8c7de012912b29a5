-- A pass over all accounts in parts that any number of workers take, each part with its writes in one transaction.

-- What is left of the passes: accounts from `from_id` up to `until_id`, or without an end. A part is deleted by the
-- transaction that computes it; a pass is finished when none of its parts is left.
create table engine_pass_chunks (
  pass_id uuid not null,
  from_id uuid not null,
  until_id uuid
);
alter table engine_pass_chunks add constraint engine_pass_chunks_pkey primary key (pass_id, from_id);

-- Passes under way are divided and begun anew.
update engine_passes set started_at = null, accounts_done = 0 where finished_at is null;
alter table engine_passes drop column position, drop column superseded_at;

-- Whether what nodes keep of the facts (daily buckets) is made anew before it is computed with.
alter table engine_passes add column rebuilds boolean not null default false;
