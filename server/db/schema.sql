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

CREATE TABLE api_keys (
  id uuid NOT NULL,
  name text NOT NULL,
  key_hash text NOT NULL,
  hint text NOT NULL,
  scopes text[] NOT NULL,
  owner_id uuid,
  created_at timestamp with time zone NOT NULL,
  created_by_name text NOT NULL,
  expires_at timestamp with time zone,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  CONSTRAINT api_keys_pkey PRIMARY KEY (id),
  CONSTRAINT api_keys_key_hash UNIQUE (key_hash),
  CONSTRAINT api_keys_owner FOREIGN KEY (owner_id) REFERENCES teammates(id)
);
CREATE INDEX api_keys_of_owner ON public.api_keys USING btree (owner_id) WHERE (owner_id IS NOT NULL);

CREATE TABLE attempt_counts (
  key text NOT NULL,
  window_started_at timestamp with time zone NOT NULL,
  count integer NOT NULL,
  CONSTRAINT attempt_counts_pkey PRIMARY KEY (key)
);
CREATE INDEX attempt_counts_by_age ON public.attempt_counts USING btree (window_started_at);

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
CREATE INDEX audit_by_time ON public.audit USING btree (at, id);
CREATE INDEX audit_of_actor ON public.audit USING btree (actor_id, at);
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

CREATE TABLE credentials (
  id uuid NOT NULL,
  sign_in_id uuid NOT NULL,
  provider text NOT NULL,
  subject text NOT NULL,
  password_hash text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamp with time zone,
  refresh_token_expires_at timestamp with time zone,
  scope text,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  CONSTRAINT credentials_pkey PRIMARY KEY (id),
  CONSTRAINT credentials_subject UNIQUE (provider, subject),
  CONSTRAINT credentials_sign_in FOREIGN KEY (sign_in_id) REFERENCES sign_ins(id) ON DELETE CASCADE
);
CREATE INDEX credentials_of_sign_in ON public.credentials USING btree (sign_in_id);

CREATE TABLE definition_version (
  id smallint NOT NULL,
  version bigint NOT NULL,
  CONSTRAINT definition_version_pkey PRIMARY KEY (id)
);

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

CREATE TABLE sessions (
  id uuid NOT NULL,
  sign_in_id uuid NOT NULL,
  token text NOT NULL,
  ip_address text,
  user_agent text,
  expires_at timestamp with time zone NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  CONSTRAINT sessions_pkey PRIMARY KEY (id),
  CONSTRAINT sessions_token UNIQUE (token),
  CONSTRAINT sessions_sign_in FOREIGN KEY (sign_in_id) REFERENCES sign_ins(id) ON DELETE CASCADE
);
CREATE INDEX sessions_of_sign_in ON public.sessions USING btree (sign_in_id);

CREATE TABLE set_up_links (
  id smallint NOT NULL,
  token_hash text NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  used_at timestamp with time zone,
  CONSTRAINT set_up_links_pkey PRIMARY KEY (id),
  CONSTRAINT set_up_links_one_row CHECK ((id = 1))
);

CREATE TABLE sign_in_links (
  id uuid NOT NULL,
  purpose text NOT NULL,
  teammate_id uuid NOT NULL,
  token_hash text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  created_by_name text NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  CONSTRAINT sign_in_links_pkey PRIMARY KEY (id),
  CONSTRAINT sign_in_links_token UNIQUE (token_hash),
  CONSTRAINT sign_in_links_purpose CHECK ((purpose = ANY (ARRAY['invitation'::text, 'password-reset'::text]))),
  CONSTRAINT sign_in_links_teammate FOREIGN KEY (teammate_id) REFERENCES teammates(id)
);
CREATE INDEX sign_in_links_of_teammate ON public.sign_in_links USING btree (teammate_id, purpose);

CREATE TABLE sign_ins (
  id uuid NOT NULL,
  name text NOT NULL,
  email text NOT NULL,
  is_email_verified boolean NOT NULL,
  image text,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  CONSTRAINT sign_ins_pkey PRIMARY KEY (id),
  CONSTRAINT sign_ins_email UNIQUE (email),
  CONSTRAINT sign_ins_email_is_lower_case CHECK ((email = lower(email))),
  CONSTRAINT sign_ins_teammate FOREIGN KEY (id) REFERENCES teammates(id)
);

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

CREATE TABLE verifications (
  id uuid NOT NULL,
  identifier text NOT NULL,
  value text NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  CONSTRAINT verifications_pkey PRIMARY KEY (id)
);
CREATE INDEX verifications_of_identifier ON public.verifications USING btree (identifier);
