-- Templates of conversations, projects, notes and tasks; definitions, not below an account.
create table templates (
  id uuid not null,
  kind text not null,
  slug text not null,
  name text not null,
  category text not null,
  description text not null,
  version integer not null,
  content jsonb not null,
  is_shipped boolean not null,
  owner_id uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  archived_at timestamptz
);
alter table templates add constraint templates_pkey primary key (id);
alter table templates add constraint templates_slug unique (slug);
alter table templates add constraint templates_kind check (kind in ('conversation', 'project', 'note', 'task'));

-- Every version ever used, so that what was sent can be read with the text it was made from.
create table template_versions (
  template_id uuid not null,
  version integer not null,
  name text not null,
  category text not null,
  description text not null,
  content jsonb not null,
  at timestamptz not null,
  actor_name text not null
);
alter table template_versions add constraint template_versions_pkey primary key (template_id, version);
alter table template_versions add constraint template_versions_template
  foreign key (template_id) references templates (id);
