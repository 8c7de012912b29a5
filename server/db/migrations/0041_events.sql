-- What contacts did in the product, its daily buckets, and calls that wait for their account or contact.

-- A dictionary: rows are added outside the transactions that use them and never change.
create table event_names (
  id integer generated always as identity,
  name text not null,
  first_at timestamptz not null
);
alter table event_names add constraint event_names_pkey primary key (id);
alter table event_names add constraint event_names_name unique (name);

-- One partition a calendar month (UTC), made when its first event arrives. There is no default partition: with
-- one, every new partition would have to lock and scan it.
create table events (
  account_id uuid not null,
  at timestamptz not null,
  id uuid not null,
  event_id integer not null,
  contact_id uuid,
  count integer not null,
  properties jsonb,
  received_at timestamptz not null,
  message_id text
) partition by range (at);
alter table events add constraint events_pkey primary key (account_id, at, id);
create index events_by_time on events (at);

-- Which messages were taken already, by the first 128 bits of SHA-256 of the message id. `content` tells whether a
-- repeated message says the same; null where nobody asked.
create table event_keys (
  message_key uuid not null,
  content uuid
);
alter table event_keys add constraint event_keys_pkey primary key (message_key);

-- Daily buckets, days of the company's time zone.
create table event_days (
  account_id uuid not null,
  day date not null,
  event_id integer not null,
  count bigint not null,
  first_at timestamptz not null,
  last_at timestamptz not null
) with (fillfactor = 60);
alter table event_days add constraint event_days_pkey primary key (account_id, day, event_id);

-- On which days of a month a contact was active at an account: bit 0 is the first of the month.
create table contact_days (
  account_id uuid not null,
  contact_id uuid not null,
  month date not null,
  days integer not null
) with (fillfactor = 60);
alter table contact_days add constraint contact_days_pkey primary key (account_id, contact_id, month);
create index contact_days_of_contact on contact_days (contact_id, month);

-- Calls whose account (or the contact that would tell it) is not known yet, as they came.
create table held_events (
  id uuid not null,
  kind text not null,
  group_ref text,
  user_ref text,
  anonymous_ref text,
  call jsonb not null,
  received_at timestamptz not null
);
alter table held_events add constraint held_events_pkey primary key (id);
create index held_events_group on held_events (group_ref) where group_ref is not null;
create index held_events_user on held_events (user_ref) where user_ref is not null;
create index held_events_anonymous on held_events (anonymous_ref) where anonymous_ref is not null;
create index held_events_by_age on held_events (received_at);

-- Events already counted for their account whose contact is not known yet.
create table events_without_contact (
  account_id uuid not null,
  at timestamptz not null,
  id uuid not null,
  user_ref text not null
);
alter table events_without_contact add constraint events_without_contact_pkey primary key (account_id, at, id);
create index events_without_contact_user on events_without_contact (user_ref);

create table write_keys (
  id uuid not null,
  name text not null,
  key_hash text not null,
  hint text not null,
  created_at timestamptz not null,
  created_by_name text not null,
  revoked_at timestamptz,
  last_used_at timestamptz
);
alter table write_keys add constraint write_keys_pkey primary key (id);
alter table write_keys add constraint write_keys_hash unique (key_hash);
