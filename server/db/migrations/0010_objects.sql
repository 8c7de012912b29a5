-- Organizations, accounts, contacts, teammates, tickets, and what describes them.
-- Custom traits are columns `t_<slug>`, key roles columns `k_<slug>` of the record's own table;
-- derived values are columns of `<object>_derived`, kept apart so that they can be updated cheaply.

create table definition_version (id smallint not null, version bigint not null);
alter table definition_version add constraint definition_version_pkey primary key (id);
insert into definition_version values (1, 1);

-- The one place where names of other systems are unique. Written with the record, without a foreign key.
create table external_ids (
  object text not null,
  source text not null,
  external_id text not null,
  object_id uuid not null,
  account_id uuid
);
alter table external_ids add constraint external_ids_pkey primary key (object, source, external_id);
create index external_ids_of_record on external_ids (object_id);

create table trait_definitions (
  id uuid not null,
  object text not null,
  slug text not null,
  name text not null,
  type text not null,
  trait_group text not null,
  description text not null,
  options jsonb not null,
  is_required boolean not null,
  created_at timestamptz not null,
  archived_at timestamptz
);
alter table trait_definitions add constraint trait_definitions_pkey primary key (id);
alter table trait_definitions add constraint trait_definitions_slug unique (object, slug);

create table key_roles (
  id uuid not null,
  slug text not null,
  name text not null,
  position integer not null,
  created_at timestamptz not null,
  archived_at timestamptz
);
alter table key_roles add constraint key_roles_pkey primary key (id);
alter table key_roles add constraint key_roles_slug unique (slug);

create table teammates (
  id uuid not null,
  name text not null,
  email text,
  team text,
  region text,
  role text not null,
  manager_id uuid,
  status text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  archived_at timestamptz
);
alter table teammates add constraint teammates_pkey primary key (id);
create unique index teammates_email on teammates (lower(email));

create table organizations (
  id uuid not null,
  name text not null,
  domains text[] not null default '{}',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  archived_at timestamptz
);
alter table organizations add constraint organizations_pkey primary key (id);
create index organizations_name on organizations (lower(name));

create table accounts (
  id uuid not null,
  name text not null,
  domains text[] not null default '{}',
  organization_id uuid,
  industry text,
  country text,
  region text,
  employee_count integer,
  plan text,
  tier text,
  touch_model text,
  currency text,
  time_zone text,
  seats_licensed integer,
  customer_since date,
  lifecycle_override text,
  lifecycle_override_reason text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  archived_at timestamptz
);
alter table accounts add constraint accounts_pkey primary key (id);
create index accounts_name on accounts (lower(name), id);
create index accounts_organization on accounts (organization_id) where organization_id is not null;
create index accounts_domains on accounts using gin (domains);

create table account_derived (
  account_id uuid not null,
  computed_at timestamptz
) with (fillfactor = 60);
alter table account_derived add constraint account_derived_pkey primary key (account_id);

create table contacts (
  id uuid not null,
  name text,
  email text,
  title text,
  phone text,
  time_zone text,
  language text,
  deactivated_on date,
  unsubscribed_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  archived_at timestamptz
);
alter table contacts add constraint contacts_pkey primary key (id);
create index contacts_email on contacts (lower(email));

create table account_contacts (
  account_id uuid not null,
  contact_id uuid not null,
  stakeholder_role text,
  since date not null,
  until date
);
alter table account_contacts add constraint account_contacts_pkey primary key (account_id, contact_id);
create index account_contacts_of_contact on account_contacts (contact_id);

create table tickets (
  account_id uuid not null,
  id uuid not null,
  requester_id uuid,
  subject text,
  status text not null,
  priority text,
  kind text,
  opened_at timestamptz not null,
  first_response_at timestamptz,
  solved_at timestamptz,
  reopened_count integer not null default 0,
  is_escalated boolean not null default false,
  csat numeric,
  assignee text,
  url text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  archived_at timestamptz
);
alter table tickets add constraint tickets_pkey primary key (account_id, id);
create index tickets_by_id on tickets (id);
create index tickets_open on tickets (account_id, opened_at) where solved_at is null;
