-- Kinds of record that the company defines. Each has a table of its own, custom_<slug>, made when it is defined.
create table custom_objects (
  id uuid not null,
  slug text not null,
  plural text not null,
  name text not null,
  name_plural text not null,
  description text not null,
  created_at timestamptz not null,
  archived_at timestamptz
);
alter table custom_objects add constraint custom_objects_pkey primary key (id);
alter table custom_objects add constraint custom_objects_slug unique (slug);
alter table custom_objects add constraint custom_objects_plural unique (plural);
