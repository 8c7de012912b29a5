create table notes (
  account_id uuid not null,
  id uuid not null,
  category text,
  subject text,
  body text not null,
  author_id uuid,
  author_name text,
  at timestamptz not null,
  template_id uuid,
  fields jsonb not null default '{}',
  tags text[] not null default '{}',
  mentions uuid[] not null default '{}',
  renewal_id uuid,
  risk_id uuid,
  contact_id uuid,
  is_pinned boolean not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  archived_at timestamptz
);
alter table notes add constraint notes_pkey primary key (account_id, id);
create index notes_by_id on notes (id);
create index notes_of_account on notes (account_id, at desc, id desc);
