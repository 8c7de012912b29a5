-- Conversations by mail, what came in and what went out, and what came in that nobody could be found for.
create table mail_settings (
  id smallint not null,
  reply_mailbox text,
  sender_name text,
  sender_address text,
  inbound_token_hash text,
  updated_at timestamptz
);
alter table mail_settings add constraint mail_settings_pkey primary key (id);
alter table mail_settings add constraint mail_settings_one_row check (id = 1);
insert into mail_settings (id) values (1);

create table conversations (
  account_id uuid not null,
  id uuid not null,
  subject text not null,
  status text not null,
  direction text not null,
  is_automatic boolean not null,
  template_id uuid,
  template_version integer,
  owner_id uuid,
  renewal_id uuid,
  sender jsonb,
  reply_token text not null,
  message_count integer not null,
  last_message_at timestamptz not null,
  last_direction text not null,
  answered_at timestamptz,
  started_by_kind text not null,
  started_by_id text not null,
  started_by_name text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  archived_at timestamptz
);
alter table conversations add constraint conversations_pkey primary key (account_id, id);
alter table conversations add constraint conversations_status check (status in ('open', 'closed'));
alter table conversations add constraint conversations_direction check (direction in ('outbound', 'inbound'));
create index conversations_by_id on conversations (id);
create index conversations_of_account on conversations (account_id, last_message_at desc, id desc);
create index conversations_inbox on conversations (last_message_at desc, id desc) where archived_at is null;
create index conversations_of_owner on conversations (owner_id, last_message_at desc, id desc) where archived_at is null;

create table conversation_participants (
  account_id uuid not null,
  conversation_id uuid not null,
  address text not null,
  name text not null,
  contact_id uuid,
  part text not null
);
alter table conversation_participants add constraint conversation_participants_pkey
  primary key (account_id, conversation_id, address);
alter table conversation_participants add constraint conversation_participants_conversation
  foreign key (account_id, conversation_id) references conversations (account_id, id);
alter table conversation_participants add constraint conversation_participants_part check (part in ('to', 'cc'));

create table messages (
  account_id uuid not null,
  id uuid not null,
  conversation_id uuid not null,
  direction text not null,
  kind text not null,
  status text not null,
  reason text,
  message_id text not null,
  from_name text not null,
  from_address text not null,
  contact_id uuid,
  sender_matches_contact boolean not null,
  recipients jsonb not null,
  subject text not null,
  text text not null,
  html text,
  reply text not null,
  unreadable text,
  is_automatic boolean not null,
  template_id uuid,
  template_version integer,
  at timestamptz not null,
  settled_at timestamptz,
  answered_at timestamptz
);
alter table messages add constraint messages_pkey primary key (account_id, id);
alter table messages add constraint messages_conversation
  foreign key (account_id, conversation_id) references conversations (account_id, id);
alter table messages add constraint messages_direction check (direction in ('out', 'in'));
alter table messages add constraint messages_kind check (kind in ('message', 'auto-reply', 'bounce'));
create index messages_by_id on messages (id);
create index messages_of_conversation on messages (account_id, conversation_id, at, id);
create index messages_of_account on messages (account_id, at desc, id desc);

create table message_attachments (
  account_id uuid not null,
  id uuid not null,
  message_id uuid not null,
  filename text not null,
  mime_type text not null,
  content_id text,
  is_inline boolean not null,
  size_bytes integer not null,
  content bytea not null
);
alter table message_attachments add constraint message_attachments_pkey primary key (account_id, id);
alter table message_attachments add constraint message_attachments_message
  foreign key (account_id, message_id) references messages (account_id, id);
create index message_attachments_of_message on message_attachments (account_id, message_id);

-- Key tables: Message-IDs and reply tokens are unique over all accounts.
create table message_ids (
  message_id text not null,
  account_id uuid not null,
  conversation_id uuid not null,
  object_id uuid not null
);
alter table message_ids add constraint message_ids_pkey primary key (message_id);

create table reply_tokens (
  token text not null,
  account_id uuid not null,
  conversation_id uuid not null
);
alter table reply_tokens add constraint reply_tokens_pkey primary key (token);

-- Triage: mail that matches no thread and no contact. The bytes are kept and read again when a person decides.
create table unmatched_messages (
  id uuid not null,
  message_id text not null,
  from_name text not null,
  from_address text not null,
  subject text not null,
  reply text not null,
  kind text not null,
  reason text not null,
  raw bytea not null,
  status text not null,
  received_at timestamptz not null,
  decided_at timestamptz,
  decided_by text
);
alter table unmatched_messages add constraint unmatched_messages_pkey primary key (id);
alter table unmatched_messages add constraint unmatched_messages_message_id unique (message_id);
alter table unmatched_messages add constraint unmatched_messages_status check (status in ('waiting', 'assigned', 'dismissed'));
create index unmatched_messages_waiting on unmatched_messages (received_at desc, id desc) where status = 'waiting';
