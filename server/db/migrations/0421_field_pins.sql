-- Who has the last word about a field that is no trait, and values a person set that no source overwrites.
create table field_owners (
  object text not null,
  field text not null,
  owner text not null
);
alter table field_owners add constraint field_owners_pkey primary key (object, field);
alter table field_owners add constraint field_owners_owner check (owner in ('source-wins', 'local-wins'));

create table field_pins (
  account_id uuid not null,
  object text not null,
  object_id uuid not null,
  field text not null,
  pinned_at timestamptz not null
);
alter table field_pins add constraint field_pins_pkey primary key (account_id, object, object_id, field);
