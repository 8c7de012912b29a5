-- Views: how the records of an object are shown, kept for oneself or shared. Their definition is data of the contract.

create table views (
  id uuid not null,
  name text not null,
  object text not null,
  definition jsonb not null,
  sharing text not null,
  hub_id uuid,
  owner_id uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  archived_at timestamptz
);
alter table views add constraint views_pkey primary key (id);
alter table views add constraint views_sharing check (sharing in ('private', 'all', 'hub'));
alter table views add constraint views_hub foreign key (hub_id) references hubs (id);
alter table views add constraint views_hub_if_shared_there check ((sharing = 'hub') = (hub_id is not null));
create index views_of_object on views (object, name);
