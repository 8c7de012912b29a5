-- Custom objects may be linked to contacts, organizations or several accounts, and may be the copy of another system's records.
alter table custom_objects add column linked_to text not null default 'account';
alter table custom_objects add column mirror_of text;
alter table custom_objects add constraint custom_objects_linked_to
  check (linked_to in ('account', 'accounts', 'contact', 'organization'));

-- The accounts of custom records that may have several.
create table custom_record_accounts (
  account_id uuid not null,
  record_id uuid not null
);
alter table custom_record_accounts add constraint custom_record_accounts_pkey primary key (account_id, record_id);
create index custom_record_accounts_of_record on custom_record_accounts (record_id);
