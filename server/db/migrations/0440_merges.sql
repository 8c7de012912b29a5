-- Two records that are one: what was merged into what, every row it moved, and pairs that people said are two.

create table merges (
  id uuid not null,
  object text not null,
  merged_id uuid not null,
  merged_name text not null,
  survivor_id uuid not null,
  survivor_name text not null,
  -- Fields of the survivor that the merge changed: [{field, before, after}].
  field_changes jsonb not null,
  -- Rows moved, by table.
  moved jsonb not null,
  archived_before timestamptz,
  merged_at timestamptz not null,
  merged_by text not null,
  unmerged_at timestamptz,
  unmerged_by text,
  -- What an unmerge left where it was, and why: [{what, why}].
  kept jsonb
);
alter table merges add constraint merges_pkey primary key (id);
alter table merges add constraint merges_object check (object in ('account', 'contact'));
create index merges_of_merged on merges (merged_id);
create index merges_of_survivor on merges (survivor_id);

-- Which rows a merge moved (key only), settled or combined (with what they were on both sides, and became).
create table merge_rows (
  merge_id uuid not null,
  table_name text not null,
  key jsonb not null,
  merged_row jsonb,
  survivor_row jsonb,
  result_row jsonb
);
alter table merge_rows add constraint merge_rows_pkey primary key (merge_id, table_name, key);

-- Where old ids lead. A record that survived one merge may be merged in another: the way is followed step by step.
create table merged_records (
  object text not null,
  id uuid not null,
  survivor_id uuid not null,
  merge_id uuid not null
);
alter table merged_records add constraint merged_records_pkey primary key (object, id);

create table distinct_records (
  object text not null,
  first_id uuid not null,
  second_id uuid not null,
  at timestamptz not null,
  actor_name text not null
);
alter table distinct_records add constraint distinct_records_pkey primary key (object, first_id, second_id);
