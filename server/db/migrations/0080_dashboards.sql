-- Hubs (a team's folder) and dashboards (a grid of widgets, as data).

create table hubs (
  id uuid not null,
  slug text not null,
  name text not null,
  description text not null,
  position integer not null,
  created_at timestamptz not null,
  archived_at timestamptz
);
alter table hubs add constraint hubs_pkey primary key (id);
alter table hubs add constraint hubs_slug unique (slug);

create table dashboards (
  id uuid not null,
  slug text not null,
  hub_id uuid not null,
  name text not null,
  widgets jsonb not null,
  position integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  archived_at timestamptz
);
alter table dashboards add constraint dashboards_pkey primary key (id);
alter table dashboards add constraint dashboards_slug unique (slug);
alter table dashboards add constraint dashboards_hub foreign key (hub_id) references hubs (id);
