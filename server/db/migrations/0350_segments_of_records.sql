-- Segments of contacts and organizations. Neither lies below one account, so their membership is rows and not a column.

alter table segments drop constraint segments_object;
alter table segments add constraint segments_object check (object in ('account', 'contact', 'organization'));

create table segment_members (
  object_id uuid not null,
  segment_id uuid not null,
  entered_at timestamptz not null
);
alter table segment_members add constraint segment_members_pkey primary key (object_id, segment_id);
create index segment_members_of_segment on segment_members (segment_id, object_id);

create table segment_record_links (
  object_id uuid not null,
  segment_id uuid not null,
  source text not null,
  is_member boolean not null,
  actor_kind text not null,
  actor_id text not null,
  actor_name text not null,
  reason text,
  at timestamptz not null
);
alter table segment_record_links add constraint segment_record_links_pkey primary key (object_id, segment_id, source);
alter table segment_record_links add constraint segment_record_links_source check (source in ('person', 'playbook', 'import'));
create index segment_record_links_of_segment on segment_record_links (segment_id, source, is_member);

-- The median and the spread of numbers among the healthy accounts of a segment; computed every night.
create table segment_baselines (
  segment_id uuid not null,
  field text not null,
  median numeric not null,
  spread numeric not null,
  account_count integer not null,
  computed_at timestamptz not null
);
alter table segment_baselines add constraint segment_baselines_pkey primary key (segment_id, field);
