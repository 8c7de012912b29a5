-- Tombstones: whose data was erased, when and by whom. Nothing of the person is kept.

create table erasures (
  object text not null,
  id uuid not null,
  erased_at timestamptz not null,
  erased_by text not null
);
alter table erasures add constraint erasures_pkey primary key (object, id);
