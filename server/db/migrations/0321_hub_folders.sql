-- Hubs nest: a hub may lie in another one.

alter table hubs add column parent_id uuid;
alter table hubs add constraint hubs_parent foreign key (parent_id) references hubs (id);
