-- Written by `npm run db:generate` from the migrated database: what the migrations come to, for reading and review.
-- Tables in alphabetical order; partitions are summed up under their parent.


CREATE TABLE account_contacts (
  account_id uuid NOT NULL,
  contact_id uuid NOT NULL,
  stakeholder_role text,
  since date NOT NULL,
  until date,
  CONSTRAINT account_contacts_pkey PRIMARY KEY (account_id, contact_id)
);
CREATE INDEX account_contacts_of_contact ON public.account_contacts USING btree (contact_id);

CREATE TABLE account_derived (
  account_id uuid NOT NULL,
  computed_at timestamp with time zone,
  CONSTRAINT account_derived_pkey PRIMARY KEY (account_id)
) WITH (fillfactor=60);

CREATE TABLE accounts (
  id uuid NOT NULL,
  name text NOT NULL,
  domains text[] NOT NULL DEFAULT '{}'::text[],
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
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  CONSTRAINT accounts_pkey PRIMARY KEY (id)
);
CREATE INDEX accounts_domains ON public.accounts USING gin (domains);
CREATE INDEX accounts_name ON public.accounts USING btree (lower(name), id);
CREATE INDEX accounts_organization ON public.accounts USING btree (organization_id) WHERE (organization_id IS NOT NULL);

CREATE TABLE audit (
  id uuid NOT NULL,
  at timestamp with time zone NOT NULL,
  command text NOT NULL,
  actor_kind text NOT NULL,
  actor_id text NOT NULL,
  actor_name text NOT NULL,
  request_id text NOT NULL,
  object text NOT NULL,
  object_id uuid,
  account_id uuid,
  changes jsonb NOT NULL,
  events jsonb NOT NULL,
  CONSTRAINT audit_pkey PRIMARY KEY (id)
);
CREATE INDEX audit_of_record ON public.audit USING btree (object_id, at);

CREATE TABLE company (
  id smallint NOT NULL,
  name text NOT NULL,
  time_zone text NOT NULL,
  currency text NOT NULL,
  fiscal_year_start_month smallint NOT NULL,
  CONSTRAINT company_pkey PRIMARY KEY (id),
  CONSTRAINT company_fiscal_month CHECK (((fiscal_year_start_month >= 1) AND (fiscal_year_start_month <= 12))),
  CONSTRAINT company_one_row CHECK ((id = 1))
);

CREATE TABLE contacts (
  id uuid NOT NULL,
  name text,
  email text,
  title text,
  phone text,
  time_zone text,
  language text,
  deactivated_on date,
  unsubscribed_at timestamp with time zone,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  CONSTRAINT contacts_pkey PRIMARY KEY (id)
);
CREATE INDEX contacts_email ON public.contacts USING btree (lower(email));

CREATE TABLE conversation_participants (
  account_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  address text NOT NULL,
  name text NOT NULL,
  contact_id uuid,
  part text NOT NULL,
  CONSTRAINT conversation_participants_pkey PRIMARY KEY (account_id, conversation_id, address),
  CONSTRAINT conversation_participants_part CHECK ((part = ANY (ARRAY['to'::text, 'cc'::text]))),
  CONSTRAINT conversation_participants_conversation FOREIGN KEY (account_id, conversation_id) REFERENCES conversations(account_id, id)
);

CREATE TABLE conversations (
  account_id uuid NOT NULL,
  id uuid NOT NULL,
  subject text NOT NULL,
  status text NOT NULL,
  direction text NOT NULL,
  is_automatic boolean NOT NULL,
  template_id uuid,
  template_version integer,
  owner_id uuid,
  renewal_id uuid,
  sender jsonb,
  reply_token text NOT NULL,
  message_count integer NOT NULL,
  last_message_at timestamp with time zone NOT NULL,
  last_direction text NOT NULL,
  answered_at timestamp with time zone,
  started_by_kind text NOT NULL,
  started_by_id text NOT NULL,
  started_by_name text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  CONSTRAINT conversations_pkey PRIMARY KEY (account_id, id),
  CONSTRAINT conversations_direction CHECK ((direction = ANY (ARRAY['outbound'::text, 'inbound'::text]))),
  CONSTRAINT conversations_status CHECK ((status = ANY (ARRAY['open'::text, 'closed'::text])))
);
CREATE INDEX conversations_by_id ON public.conversations USING btree (id);
CREATE INDEX conversations_inbox ON public.conversations USING btree (last_message_at DESC, id DESC) WHERE (archived_at IS NULL);
CREATE INDEX conversations_of_account ON public.conversations USING btree (account_id, last_message_at DESC, id DESC);
CREATE INDEX conversations_of_owner ON public.conversations USING btree (owner_id, last_message_at DESC, id DESC) WHERE (archived_at IS NULL);

CREATE TABLE definition_version (
  id smallint NOT NULL,
  version bigint NOT NULL,
  CONSTRAINT definition_version_pkey PRIMARY KEY (id)
);

CREATE TABLE dirty_accounts (
  account_id uuid NOT NULL,
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  marked_at timestamp with time zone NOT NULL,
  CONSTRAINT dirty_accounts_pkey PRIMARY KEY (account_id, id)
) WITH (autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=5000);
CREATE INDEX dirty_accounts_by_age ON public.dirty_accounts USING btree (id);

CREATE TABLE engine_passes (
  id uuid NOT NULL,
  reason text NOT NULL,
  node_keys text[],
  requested_at timestamp with time zone NOT NULL,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  "position" uuid,
  accounts_total integer,
  accounts_done integer NOT NULL,
  superseded_at timestamp with time zone,
  CONSTRAINT engine_passes_pkey PRIMARY KEY (id)
);
CREATE INDEX engine_passes_open ON public.engine_passes USING btree (requested_at) WHERE (finished_at IS NULL);

CREATE TABLE external_ids (
  object text NOT NULL,
  source text NOT NULL,
  external_id text NOT NULL,
  object_id uuid NOT NULL,
  account_id uuid,
  CONSTRAINT external_ids_pkey PRIMARY KEY (object, source, external_id)
);
CREATE INDEX external_ids_of_record ON public.external_ids USING btree (object_id);

CREATE TABLE feed (
  seq bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  tx xid8 NOT NULL DEFAULT pg_current_xact_id(),
  name text NOT NULL,
  object text NOT NULL,
  object_id uuid,
  account_id uuid,
  payload jsonb NOT NULL,
  at timestamp with time zone NOT NULL,
  actor_kind text NOT NULL,
  actor_id text NOT NULL,
  actor_name text NOT NULL,
  CONSTRAINT feed_pkey PRIMARY KEY (tx, seq)
);
CREATE INDEX feed_by_account ON public.feed USING btree (account_id, at);

CREATE TABLE history (
  account_id uuid NOT NULL,
  id uuid NOT NULL,
  object text NOT NULL,
  object_id uuid NOT NULL,
  field text NOT NULL,
  old jsonb,
  new jsonb,
  at timestamp with time zone NOT NULL,
  recorded_at timestamp with time zone NOT NULL,
  command text NOT NULL,
  actor_kind text NOT NULL,
  actor_id text NOT NULL,
  actor_name text NOT NULL,
  request_id text NOT NULL,
  CONSTRAINT history_pkey PRIMARY KEY (account_id, id)
);
CREATE INDEX history_of_record ON public.history USING btree (account_id, object, object_id, field, at);

CREATE TABLE idempotency_keys (
  actor_id text NOT NULL,
  key text NOT NULL,
  command text NOT NULL,
  input_hash text NOT NULL,
  result jsonb,
  at timestamp with time zone NOT NULL,
  CONSTRAINT idempotency_keys_pkey PRIMARY KEY (actor_id, key)
);
CREATE INDEX idempotency_keys_by_age ON public.idempotency_keys USING btree (at);

CREATE TABLE key_roles (
  id uuid NOT NULL,
  slug text NOT NULL,
  name text NOT NULL,
  "position" integer NOT NULL,
  created_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  CONSTRAINT key_roles_pkey PRIMARY KEY (id),
  CONSTRAINT key_roles_slug UNIQUE (slug)
);

CREATE TABLE mail_settings (
  id smallint NOT NULL,
  reply_mailbox text,
  sender_name text,
  sender_address text,
  inbound_token_hash text,
  updated_at timestamp with time zone,
  CONSTRAINT mail_settings_pkey PRIMARY KEY (id),
  CONSTRAINT mail_settings_one_row CHECK ((id = 1))
);

CREATE TABLE message_attachments (
  account_id uuid NOT NULL,
  id uuid NOT NULL,
  message_id uuid NOT NULL,
  filename text NOT NULL,
  mime_type text NOT NULL,
  content_id text,
  is_inline boolean NOT NULL,
  size_bytes integer NOT NULL,
  content bytea NOT NULL,
  CONSTRAINT message_attachments_pkey PRIMARY KEY (account_id, id),
  CONSTRAINT message_attachments_message FOREIGN KEY (account_id, message_id) REFERENCES messages(account_id, id)
);
CREATE INDEX message_attachments_of_message ON public.message_attachments USING btree (account_id, message_id);

CREATE TABLE message_ids (
  message_id text NOT NULL,
  account_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  object_id uuid NOT NULL,
  CONSTRAINT message_ids_pkey PRIMARY KEY (message_id)
);

CREATE TABLE messages (
  account_id uuid NOT NULL,
  id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  direction text NOT NULL,
  kind text NOT NULL,
  status text NOT NULL,
  reason text,
  message_id text NOT NULL,
  from_name text NOT NULL,
  from_address text NOT NULL,
  contact_id uuid,
  sender_matches_contact boolean NOT NULL,
  recipients jsonb NOT NULL,
  subject text NOT NULL,
  text text NOT NULL,
  html text,
  reply text NOT NULL,
  unreadable text,
  is_automatic boolean NOT NULL,
  template_id uuid,
  template_version integer,
  at timestamp with time zone NOT NULL,
  settled_at timestamp with time zone,
  answered_at timestamp with time zone,
  CONSTRAINT messages_pkey PRIMARY KEY (account_id, id),
  CONSTRAINT messages_direction CHECK ((direction = ANY (ARRAY['out'::text, 'in'::text]))),
  CONSTRAINT messages_kind CHECK ((kind = ANY (ARRAY['message'::text, 'auto-reply'::text, 'bounce'::text]))),
  CONSTRAINT messages_conversation FOREIGN KEY (account_id, conversation_id) REFERENCES conversations(account_id, id)
);
CREATE INDEX messages_by_id ON public.messages USING btree (id);
CREATE INDEX messages_of_account ON public.messages USING btree (account_id, at DESC, id DESC);
CREATE INDEX messages_of_conversation ON public.messages USING btree (account_id, conversation_id, at, id);

CREATE TABLE milestones (
  account_id uuid NOT NULL,
  id uuid NOT NULL,
  project_id uuid NOT NULL,
  name text NOT NULL,
  "position" integer NOT NULL,
  due_on date,
  completed_on date,
  completes_when jsonb,
  CONSTRAINT milestones_pkey PRIMARY KEY (account_id, id),
  CONSTRAINT milestones_project FOREIGN KEY (account_id, project_id) REFERENCES projects(account_id, id)
);
CREATE INDEX milestones_of_project ON public.milestones USING btree (account_id, project_id, "position");

CREATE TABLE notes (
  account_id uuid NOT NULL,
  id uuid NOT NULL,
  category text,
  subject text,
  body text NOT NULL,
  author_id uuid,
  author_name text,
  at timestamp with time zone NOT NULL,
  template_id uuid,
  fields jsonb NOT NULL DEFAULT '{}'::jsonb,
  tags text[] NOT NULL DEFAULT '{}'::text[],
  mentions uuid[] NOT NULL DEFAULT '{}'::uuid[],
  renewal_id uuid,
  risk_id uuid,
  contact_id uuid,
  is_pinned boolean NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  CONSTRAINT notes_pkey PRIMARY KEY (account_id, id)
);
CREATE INDEX notes_by_id ON public.notes USING btree (id);
CREATE INDEX notes_of_account ON public.notes USING btree (account_id, at DESC, id DESC);

CREATE TABLE organizations (
  id uuid NOT NULL,
  name text NOT NULL,
  domains text[] NOT NULL DEFAULT '{}'::text[],
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  CONSTRAINT organizations_pkey PRIMARY KEY (id)
);
CREATE INDEX organizations_name ON public.organizations USING btree (lower(name));

CREATE TABLE outgoing_messages (
  id uuid NOT NULL,
  account_id uuid NOT NULL,
  purpose text NOT NULL,
  message_id text NOT NULL,
  content jsonb NOT NULL,
  envelope jsonb NOT NULL,
  when_in_doubt text NOT NULL,
  status text NOT NULL,
  not_before timestamp with time zone NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  fence bigint NOT NULL DEFAULT 0,
  leased_until timestamp with time zone,
  handed_over_at timestamp with time zone,
  last_error text,
  response text,
  refused_recipients jsonb NOT NULL DEFAULT '[]'::jsonb,
  queued_at timestamp with time zone NOT NULL,
  settled_at timestamp with time zone,
  decided_by text,
  CONSTRAINT outgoing_messages_pkey PRIMARY KEY (id),
  CONSTRAINT outgoing_messages_message_id UNIQUE (message_id),
  CONSTRAINT outgoing_messages_status CHECK ((status = ANY (ARRAY['held'::text, 'queued'::text, 'sending'::text, 'sent'::text, 'failed'::text, 'in-doubt'::text, 'cancelled'::text]))),
  CONSTRAINT outgoing_messages_when_in_doubt CHECK ((when_in_doubt = ANY (ARRAY['hold'::text, 'resend'::text])))
);
CREATE INDEX outgoing_messages_due ON public.outgoing_messages USING btree (not_before, id) WHERE (status = 'queued'::text);
CREATE INDEX outgoing_messages_leased ON public.outgoing_messages USING btree (leased_until) WHERE (status = 'sending'::text);
CREATE INDEX outgoing_messages_open ON public.outgoing_messages USING btree (status, queued_at, id) WHERE (status = ANY (ARRAY['held'::text, 'in-doubt'::text, 'failed'::text]));

CREATE TABLE projects (
  account_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  category text,
  description text,
  status text NOT NULL,
  owner_id uuid,
  template_id uuid,
  template_version integer,
  renewal_id uuid,
  starts_on date,
  target_on date,
  completed_on date,
  stuck_after_days integer NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  CONSTRAINT projects_pkey PRIMARY KEY (account_id, id),
  CONSTRAINT projects_status CHECK ((status = ANY (ARRAY['not-started'::text, 'active'::text, 'complete'::text, 'cancelled'::text])))
);
CREATE INDEX projects_by_id ON public.projects USING btree (id);

CREATE TABLE reply_tokens (
  token text NOT NULL,
  account_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  CONSTRAINT reply_tokens_pkey PRIMARY KEY (token)
);

CREATE TABLE tasks (
  account_id uuid NOT NULL,
  id uuid NOT NULL,
  project_id uuid,
  milestone_id uuid,
  title text NOT NULL,
  description text,
  status text NOT NULL,
  priority text,
  category text,
  assignee_id uuid,
  assignee_role text,
  assignee_contact_id uuid,
  due_on date,
  completed_at timestamp with time zone,
  is_customer_visible boolean NOT NULL,
  renewal_id uuid,
  "position" integer NOT NULL DEFAULT 0,
  checklist jsonb NOT NULL DEFAULT '[]'::jsonb,
  depends_on uuid[] NOT NULL DEFAULT '{}'::uuid[],
  recurrence jsonb,
  completes_when jsonb,
  template_id uuid,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  CONSTRAINT tasks_pkey PRIMARY KEY (account_id, id),
  CONSTRAINT tasks_status CHECK ((status = ANY (ARRAY['open'::text, 'done'::text, 'cancelled'::text]))),
  CONSTRAINT tasks_milestone FOREIGN KEY (account_id, milestone_id) REFERENCES milestones(account_id, id),
  CONSTRAINT tasks_project FOREIGN KEY (account_id, project_id) REFERENCES projects(account_id, id)
);
CREATE INDEX tasks_by_id ON public.tasks USING btree (id);
CREATE INDEX tasks_of_project ON public.tasks USING btree (account_id, project_id, "position") WHERE (project_id IS NOT NULL);
CREATE INDEX tasks_open_of_assignee ON public.tasks USING btree (assignee_id, due_on) WHERE (status = 'open'::text);

CREATE TABLE teammates (
  id uuid NOT NULL,
  name text NOT NULL,
  email text,
  team text,
  region text,
  role text NOT NULL,
  manager_id uuid,
  status text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  CONSTRAINT teammates_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX teammates_email ON public.teammates USING btree (lower(email));

CREATE TABLE template_versions (
  template_id uuid NOT NULL,
  version integer NOT NULL,
  name text NOT NULL,
  category text NOT NULL,
  description text NOT NULL,
  content jsonb NOT NULL,
  at timestamp with time zone NOT NULL,
  actor_name text NOT NULL,
  CONSTRAINT template_versions_pkey PRIMARY KEY (template_id, version),
  CONSTRAINT template_versions_template FOREIGN KEY (template_id) REFERENCES templates(id)
);

CREATE TABLE templates (
  id uuid NOT NULL,
  kind text NOT NULL,
  slug text NOT NULL,
  name text NOT NULL,
  category text NOT NULL,
  description text NOT NULL,
  version integer NOT NULL,
  content jsonb NOT NULL,
  is_shipped boolean NOT NULL,
  owner_id uuid,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  CONSTRAINT templates_pkey PRIMARY KEY (id),
  CONSTRAINT templates_slug UNIQUE (slug),
  CONSTRAINT templates_kind CHECK ((kind = ANY (ARRAY['conversation'::text, 'project'::text, 'note'::text, 'task'::text])))
);

CREATE TABLE tickets (
  account_id uuid NOT NULL,
  id uuid NOT NULL,
  requester_id uuid,
  subject text,
  status text NOT NULL,
  priority text,
  kind text,
  opened_at timestamp with time zone NOT NULL,
  first_response_at timestamp with time zone,
  solved_at timestamp with time zone,
  reopened_count integer NOT NULL DEFAULT 0,
  is_escalated boolean NOT NULL DEFAULT false,
  csat numeric,
  assignee text,
  url text,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  CONSTRAINT tickets_pkey PRIMARY KEY (account_id, id)
);
CREATE INDEX tickets_by_id ON public.tickets USING btree (id);
CREATE INDEX tickets_open ON public.tickets USING btree (account_id, opened_at) WHERE (solved_at IS NULL);

CREATE TABLE trait_definitions (
  id uuid NOT NULL,
  object text NOT NULL,
  slug text NOT NULL,
  name text NOT NULL,
  type text NOT NULL,
  trait_group text NOT NULL,
  description text NOT NULL,
  options jsonb NOT NULL,
  is_required boolean NOT NULL,
  created_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  CONSTRAINT trait_definitions_pkey PRIMARY KEY (id),
  CONSTRAINT trait_definitions_slug UNIQUE (object, slug)
);

CREATE TABLE unmatched_messages (
  id uuid NOT NULL,
  message_id text NOT NULL,
  from_name text NOT NULL,
  from_address text NOT NULL,
  subject text NOT NULL,
  reply text NOT NULL,
  kind text NOT NULL,
  reason text NOT NULL,
  raw bytea NOT NULL,
  status text NOT NULL,
  received_at timestamp with time zone NOT NULL,
  decided_at timestamp with time zone,
  decided_by text,
  CONSTRAINT unmatched_messages_pkey PRIMARY KEY (id),
  CONSTRAINT unmatched_messages_message_id UNIQUE (message_id),
  CONSTRAINT unmatched_messages_status CHECK ((status = ANY (ARRAY['waiting'::text, 'assigned'::text, 'dismissed'::text])))
);
CREATE INDEX unmatched_messages_waiting ON public.unmatched_messages USING btree (received_at DESC, id DESC) WHERE (status = 'waiting'::text);
