-- Rules that a company holds its data to, and how many records each check found day by day.
create table quality_standards (
  id uuid not null,
  slug text not null,
  name text not null,
  description text not null,
  object text not null,
  -- Of which records it is asked; null: of all.
  applies_to jsonb,
  rule jsonb not null,
  owner_id uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  archived_at timestamptz
);
alter table quality_standards add constraint quality_standards_pkey primary key (id);
alter table quality_standards add constraint quality_standards_slug unique (slug);
alter table quality_standards add constraint quality_standards_owner foreign key (owner_id) references teammates (id);

create table quality_counts (
  check_slug text not null,
  on_date date not null,
  count integer not null,
  arr numeric(20, 4) not null
);
alter table quality_counts add constraint quality_counts_pkey primary key (check_slug, on_date);
