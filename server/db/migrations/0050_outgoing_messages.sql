-- Mail on its way out: the intent is written in the transaction that causes it, one sender at a time hands it over.
-- A local work table: `message_id` is the stable Message-ID of every attempt, `fence` rises with every claim.
create table outgoing_messages (
  id uuid not null,
  account_id uuid not null,
  purpose text not null,
  message_id text not null,
  content jsonb not null,
  envelope jsonb not null,
  when_in_doubt text not null,
  status text not null,
  not_before timestamptz not null,
  attempts integer not null default 0,
  fence bigint not null default 0,
  leased_until timestamptz,
  handed_over_at timestamptz,
  last_error text,
  response text,
  refused_recipients jsonb not null default '[]',
  queued_at timestamptz not null,
  settled_at timestamptz,
  decided_by text
);
alter table outgoing_messages add constraint outgoing_messages_pkey primary key (id);
alter table outgoing_messages add constraint outgoing_messages_message_id unique (message_id);
alter table outgoing_messages add constraint outgoing_messages_status
  check (status in ('held', 'queued', 'sending', 'sent', 'failed', 'in-doubt', 'cancelled'));
alter table outgoing_messages add constraint outgoing_messages_when_in_doubt check (when_in_doubt in ('hold', 'resend'));
create index outgoing_messages_due on outgoing_messages (not_before, id) where status = 'queued';
create index outgoing_messages_leased on outgoing_messages (leased_until) where status = 'sending';
create index outgoing_messages_open on outgoing_messages (status, queued_at, id) where status in ('held', 'in-doubt', 'failed');
