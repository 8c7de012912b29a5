-- Segments: named sets of accounts, by rule or by hand. Membership itself is a column `s_<slug>` of account_derived, kept
-- true by the live engine; links are what people, playbooks and imports said, which stands above the rule.

create table segments (
  id uuid not null,
  slug text not null,
  name text not null,
  description text not null,
  object text not null,
  rule jsonb,
  reads text[] not null,
  tone text not null,
  is_shipped boolean not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  archived_at timestamptz
);
alter table segments add constraint segments_pkey primary key (id);
alter table segments add constraint segments_slug unique (slug);
alter table segments add constraint segments_object check (object = 'account');

create table segment_links (
  account_id uuid not null,
  segment_id uuid not null,
  source text not null,
  is_member boolean not null,
  actor_kind text not null,
  actor_id text not null,
  actor_name text not null,
  reason text,
  at timestamptz not null
);
alter table segment_links add constraint segment_links_pkey primary key (account_id, segment_id, source);
alter table segment_links add constraint segment_links_source check (source in ('person', 'playbook', 'import'));
create index segment_links_of_segment on segment_links (segment_id, source, is_member);

-- Who was in a segment at an instant.
create index history_of_segments on history (field, account_id, at desc, id desc) where field like 'segment:%';
