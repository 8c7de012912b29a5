-- Written by `npm run db:generate` from the migrated database: what the migrations come to, for reading and review.
-- Tables in alphabetical order; partitions are summed up under their parent.


CREATE TABLE account_contacts (
  account_id uuid NOT NULL,
  contact_id uuid NOT NULL,
  stakeholder_role text,
  since date NOT NULL,
  until date,
  influence text,
  sentiment text,
  reports_to_id uuid,
  CONSTRAINT account_contacts_pkey PRIMARY KEY (account_id, contact_id)
);
CREATE INDEX account_contacts_of_contact ON public.account_contacts USING btree (contact_id);

CREATE TABLE account_derived (
  account_id uuid NOT NULL,
  computed_at timestamp with time zone,
  arr numeric(20,4),
  mrr numeric(20,4),
  first_arr_on date,
  last_arr_on date,
  lifecycle text,
  lifecycle_reason text,
  churned_on date,
  next_renewal_on date,
  notice_deadline_on date,
  renewal_target_arr numeric(20,4),
  renewal_forecast_arr numeric(20,4),
  renewal_stage text,
  renewal_rating text,
  renewal_owner_id uuid,
  open_renewal_count integer,
  overdue_renewal_count integer,
  open_renewal_target_arr numeric(20,4),
  open_renewal_delta_arr numeric(20,4),
  first_seen_at timestamp with time zone,
  last_seen_at timestamp with time zone,
  renewal_likelihood numeric,
  renewal_likelihood_gap numeric,
  open_risk_indicators integer,
  open_opportunity_indicators integer,
  departed_sponsors integer,
  departed_champions integer,
  unanswered_messages integer,
  overdue_milestones integer,
  open_risk_count integer,
  risk_tier integer,
  risk_review_overdue_days integer,
  pulse integer,
  pulse_given_on date,
  pulse_expires_on date,
  departed_sponsor_names text,
  departed_champion_names text,
  CONSTRAINT account_derived_pkey PRIMARY KEY (account_id)
) WITH (fillfactor=60);
CREATE INDEX account_derived_arr ON public.account_derived USING btree (arr, account_id);
CREATE INDEX account_derived_lifecycle ON public.account_derived USING btree (lifecycle);
CREATE INDEX account_derived_next_renewal ON public.account_derived USING btree (next_renewal_on, account_id);

CREATE TABLE account_pulses (
  account_id uuid NOT NULL,
  id uuid NOT NULL,
  sentiment smallint NOT NULL,
  note text,
  given_at timestamp with time zone NOT NULL,
  given_by_id text NOT NULL,
  given_by_name text NOT NULL,
  expires_on date NOT NULL,
  taken_back_at timestamp with time zone,
  CONSTRAINT account_pulses_pkey PRIMARY KEY (account_id, id),
  CONSTRAINT account_pulses_sentiment CHECK (((sentiment >= 1) AND (sentiment <= 5)))
);

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
CREATE INDEX accounts_name_trigrams ON public.accounts USING gin (lower(name) gin_trgm_ops);
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

CREATE TABLE cadence_steps (
  slug text NOT NULL,
  touch_model text,
  days_before integer NOT NULL,
  counted_to text NOT NULL,
  label text NOT NULL,
  rule jsonb NOT NULL,
  "position" integer NOT NULL,
  reads text[] NOT NULL DEFAULT '{}'::text[],
  CONSTRAINT cadence_steps_pkey PRIMARY KEY (slug),
  CONSTRAINT cadence_steps_counted_to CHECK ((counted_to = ANY (ARRAY['expiry'::text, 'notice-deadline'::text])))
);

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

CREATE TABLE contact_days (
  account_id uuid NOT NULL,
  contact_id uuid NOT NULL,
  month date NOT NULL,
  days integer NOT NULL,
  CONSTRAINT contact_days_pkey PRIMARY KEY (account_id, contact_id, month)
) WITH (fillfactor=60);
CREATE INDEX contact_days_of_contact ON public.contact_days USING btree (contact_id, month);

CREATE TABLE contact_derived (
  id uuid NOT NULL,
  last_seen_on date,
  active_days_30d integer,
  active_days_30d_prev integer,
  active_days_30d_change integer,
  CONSTRAINT contact_derived_pkey PRIMARY KEY (id)
) WITH (fillfactor=60);

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
CREATE INDEX contacts_email_trigrams ON public.contacts USING gin (lower(email) gin_trgm_ops);
CREATE INDEX contacts_name_trigrams ON public.contacts USING gin (lower(name) gin_trgm_ops);

CREATE TABLE contracts (
  account_id uuid NOT NULL,
  id uuid NOT NULL,
  name text,
  signed_on date,
  starts_on date NOT NULL,
  ends_on date,
  term_starts_on date,
  term_ends_on date,
  expires_on date GENERATED ALWAYS AS (COALESCE(term_ends_on, ends_on)) STORED,
  notice_period_days integer,
  notice_period_months integer,
  auto_renews boolean NOT NULL DEFAULT false,
  renewal_term_months integer,
  uplift_pct numeric,
  currency text,
  purchase_order text,
  document_url text,
  is_implied boolean NOT NULL DEFAULT false,
  implied_key text,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  merged_into_id uuid,
  CONSTRAINT contracts_pkey PRIMARY KEY (account_id, id),
  CONSTRAINT contracts_implied UNIQUE (account_id, implied_key),
  CONSTRAINT contracts_dates CHECK (((ends_on IS NULL) OR (ends_on >= starts_on))),
  CONSTRAINT contracts_notice CHECK (((notice_period_days >= 0) AND (notice_period_months >= 0))),
  CONSTRAINT contracts_renewal_term CHECK (((renewal_term_months >= 1) AND (renewal_term_months <= 240)))
);
CREATE INDEX contracts_by_expiry ON public.contracts USING btree (expires_on) WHERE (archived_at IS NULL);
CREATE INDEX contracts_by_id ON public.contracts USING btree (id);

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

CREATE TABLE custom_objects (
  id uuid NOT NULL,
  slug text NOT NULL,
  plural text NOT NULL,
  name text NOT NULL,
  name_plural text NOT NULL,
  description text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  linked_to text NOT NULL DEFAULT 'account'::text,
  mirror_of text,
  CONSTRAINT custom_objects_pkey PRIMARY KEY (id),
  CONSTRAINT custom_objects_plural UNIQUE (plural),
  CONSTRAINT custom_objects_slug UNIQUE (slug),
  CONSTRAINT custom_objects_linked_to CHECK ((linked_to = ANY (ARRAY['account'::text, 'accounts'::text, 'contact'::text, 'organization'::text])))
);

CREATE TABLE custom_record_accounts (
  account_id uuid NOT NULL,
  record_id uuid NOT NULL,
  CONSTRAINT custom_record_accounts_pkey PRIMARY KEY (account_id, record_id)
);
CREATE INDEX custom_record_accounts_of_record ON public.custom_record_accounts USING btree (record_id);

CREATE TABLE dashboards (
  id uuid NOT NULL,
  slug text NOT NULL,
  hub_id uuid NOT NULL,
  name text NOT NULL,
  widgets jsonb NOT NULL,
  "position" integer NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  CONSTRAINT dashboards_pkey PRIMARY KEY (id),
  CONSTRAINT dashboards_slug UNIQUE (slug),
  CONSTRAINT dashboards_hub FOREIGN KEY (hub_id) REFERENCES hubs(id)
);

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

CREATE TABLE distinct_records (
  object text NOT NULL,
  first_id uuid NOT NULL,
  second_id uuid NOT NULL,
  at timestamp with time zone NOT NULL,
  actor_name text NOT NULL,
  CONSTRAINT distinct_records_pkey PRIMARY KEY (object, first_id, second_id)
);

CREATE TABLE engine_pass_chunks (
  pass_id uuid NOT NULL,
  from_id uuid NOT NULL,
  until_id uuid,
  CONSTRAINT engine_pass_chunks_pkey PRIMARY KEY (pass_id, from_id)
);

CREATE TABLE engine_passes (
  id uuid NOT NULL,
  reason text NOT NULL,
  node_keys text[],
  requested_at timestamp with time zone NOT NULL,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  accounts_total integer,
  accounts_done integer NOT NULL,
  rebuilds boolean NOT NULL DEFAULT false,
  CONSTRAINT engine_passes_pkey PRIMARY KEY (id)
);
CREATE INDEX engine_passes_open ON public.engine_passes USING btree (requested_at) WHERE (finished_at IS NULL);

CREATE TABLE engine_statements (
  node_key text NOT NULL,
  statement text NOT NULL,
  CONSTRAINT engine_statements_pkey PRIMARY KEY (node_key)
);

CREATE TABLE erasures (
  object text NOT NULL,
  id uuid NOT NULL,
  erased_at timestamp with time zone NOT NULL,
  erased_by text NOT NULL,
  CONSTRAINT erasures_pkey PRIMARY KEY (object, id)
);

CREATE TABLE event_days (
  account_id uuid NOT NULL,
  day date NOT NULL,
  event_id integer NOT NULL,
  count bigint NOT NULL,
  first_at timestamp with time zone NOT NULL,
  last_at timestamp with time zone NOT NULL,
  CONSTRAINT event_days_pkey PRIMARY KEY (account_id, day, event_id)
) WITH (fillfactor=60);

CREATE TABLE event_keys (
  message_key uuid NOT NULL,
  content uuid,
  CONSTRAINT event_keys_pkey PRIMARY KEY (message_key)
);

CREATE TABLE event_names (
  id integer NOT NULL GENERATED ALWAYS AS IDENTITY,
  name text NOT NULL,
  first_at timestamp with time zone NOT NULL,
  CONSTRAINT event_names_pkey PRIMARY KEY (id),
  CONSTRAINT event_names_name UNIQUE (name)
);

CREATE TABLE events (
  account_id uuid NOT NULL,
  at timestamp with time zone NOT NULL,
  id uuid NOT NULL,
  event_id integer NOT NULL,
  contact_id uuid,
  count integer NOT NULL,
  properties jsonb,
  received_at timestamp with time zone NOT NULL,
  message_id text,
  CONSTRAINT events_pkey PRIMARY KEY (account_id, at, id)
) PARTITION BY RANGE (at);
CREATE INDEX events_by_time ON ONLY public.events USING btree (at);

CREATE TABLE events_without_contact (
  account_id uuid NOT NULL,
  at timestamp with time zone NOT NULL,
  id uuid NOT NULL,
  user_ref text NOT NULL,
  CONSTRAINT events_without_contact_pkey PRIMARY KEY (account_id, at, id)
);
CREATE INDEX events_without_contact_user ON public.events_without_contact USING btree (user_ref);

CREATE TABLE exchange_rates (
  currency text NOT NULL,
  starts_on date NOT NULL,
  rate numeric NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  CONSTRAINT exchange_rates_pkey PRIMARY KEY (currency, starts_on),
  CONSTRAINT exchange_rates_positive CHECK ((rate > (0)::numeric))
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

CREATE TABLE features (
  id uuid NOT NULL,
  slug text NOT NULL,
  name text NOT NULL,
  description text NOT NULL,
  names text[] NOT NULL,
  removed_by text[] NOT NULL,
  min_times integer NOT NULL,
  min_contacts integer NOT NULL,
  window_days integer NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  CONSTRAINT features_pkey PRIMARY KEY (id),
  CONSTRAINT features_slug UNIQUE (slug),
  CONSTRAINT features_window CHECK (((window_days >= 1) AND (window_days <= 730)))
);

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

CREATE TABLE field_owners (
  object text NOT NULL,
  field text NOT NULL,
  owner text NOT NULL,
  CONSTRAINT field_owners_pkey PRIMARY KEY (object, field),
  CONSTRAINT field_owners_owner CHECK ((owner = ANY (ARRAY['source-wins'::text, 'local-wins'::text])))
);

CREATE TABLE field_pins (
  account_id uuid NOT NULL,
  object text NOT NULL,
  object_id uuid NOT NULL,
  field text NOT NULL,
  pinned_at timestamp with time zone NOT NULL,
  CONSTRAINT field_pins_pkey PRIMARY KEY (account_id, object, object_id, field)
);

CREATE TABLE forecast_adjustments (
  id uuid NOT NULL,
  period text NOT NULL,
  level text NOT NULL,
  amount numeric(20,4) NOT NULL,
  reason text NOT NULL,
  reverses_id uuid,
  at timestamp with time zone NOT NULL,
  actor_kind text NOT NULL,
  actor_id text NOT NULL,
  actor_name text NOT NULL,
  CONSTRAINT forecast_adjustments_pkey PRIMARY KEY (id),
  CONSTRAINT forecast_adjustments_reversed_once UNIQUE (reverses_id),
  CONSTRAINT forecast_adjustments_amount CHECK ((amount <> (0)::numeric))
);
CREATE INDEX forecast_adjustments_of_period ON public.forecast_adjustments USING btree (period, level, at);

CREATE TABLE forecast_policy (
  id integer NOT NULL,
  likelihood_first text NOT NULL,
  CONSTRAINT forecast_policy_pkey PRIMARY KEY (id),
  CONSTRAINT forecast_policy_first CHECK ((likelihood_first = ANY (ARRAY['people'::text, 'model'::text]))),
  CONSTRAINT forecast_policy_one_row CHECK ((id = 1))
);

CREATE TABLE forecast_ratings (
  slug text NOT NULL,
  label text NOT NULL,
  default_likelihood numeric,
  is_forecast boolean NOT NULL,
  "position" integer NOT NULL,
  archived_at timestamp with time zone,
  CONSTRAINT forecast_ratings_pkey PRIMARY KEY (slug),
  CONSTRAINT forecast_ratings_likelihood CHECK (((default_likelihood >= (0)::numeric) AND (default_likelihood <= (1)::numeric)))
);

CREATE TABLE forecast_targets (
  id uuid NOT NULL,
  period text NOT NULL,
  level text NOT NULL,
  amount numeric(20,4),
  at timestamp with time zone NOT NULL,
  actor_kind text NOT NULL,
  actor_id text NOT NULL,
  actor_name text NOT NULL,
  CONSTRAINT forecast_targets_pkey PRIMARY KEY (id),
  CONSTRAINT forecast_targets_amount CHECK ((amount >= (0)::numeric))
);
CREATE INDEX forecast_targets_of_period ON public.forecast_targets USING btree (period, level, at DESC, id DESC);

CREATE TABLE health_backcast_values (
  account_id uuid NOT NULL,
  backcast_id uuid NOT NULL,
  "on" date NOT NULL,
  value numeric,
  label text,
  coverage numeric,
  points jsonb NOT NULL,
  CONSTRAINT health_backcast_values_pkey PRIMARY KEY (account_id, backcast_id, "on")
);
CREATE INDEX health_backcast_values_of_day ON public.health_backcast_values USING btree (backcast_id, "on");

CREATE TABLE health_backcasts (
  id uuid NOT NULL,
  score_id uuid NOT NULL,
  name text NOT NULL,
  version integer,
  model jsonb NOT NULL,
  from_on date NOT NULL,
  to_on date NOT NULL,
  step text NOT NULL,
  status text NOT NULL,
  days_done integer NOT NULL,
  days_total integer NOT NULL,
  error text,
  requested_at timestamp with time zone NOT NULL,
  requested_by_name text NOT NULL,
  finished_at timestamp with time zone,
  CONSTRAINT health_backcasts_pkey PRIMARY KEY (id),
  CONSTRAINT health_backcasts_status CHECK ((status = ANY (ARRAY['running'::text, 'done'::text, 'failed'::text, 'cancelled'::text]))),
  CONSTRAINT health_backcasts_step CHECK ((step = ANY (ARRAY['week'::text, 'month'::text])))
);

CREATE TABLE health_measures (
  score_id uuid NOT NULL,
  slug text NOT NULL,
  number integer NOT NULL,
  CONSTRAINT health_measures_pkey PRIMARY KEY (score_id, slug),
  CONSTRAINT health_measures_number UNIQUE (score_id, number)
);

CREATE TABLE health_overrides (
  account_id uuid NOT NULL,
  id uuid NOT NULL,
  score_id uuid NOT NULL,
  value numeric NOT NULL,
  reason text NOT NULL,
  expires_on date NOT NULL,
  given_at timestamp with time zone NOT NULL,
  given_by_id text NOT NULL,
  given_by_name text NOT NULL,
  ended_at timestamp with time zone,
  ended_by_name text,
  CONSTRAINT health_overrides_pkey PRIMARY KEY (account_id, id),
  CONSTRAINT health_overrides_value CHECK (((value >= (0)::numeric) AND (value <= (100)::numeric)))
);
CREATE UNIQUE INDEX health_overrides_one_open ON public.health_overrides USING btree (account_id, score_id) WHERE (ended_at IS NULL);

CREATE TABLE health_score_versions (
  score_id uuid NOT NULL,
  version integer NOT NULL,
  model jsonb NOT NULL,
  reads text[] NOT NULL,
  actor_kind text NOT NULL,
  actor_id text NOT NULL,
  actor_name text NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT health_score_versions_pkey PRIMARY KEY (score_id, version)
);

CREATE TABLE health_scores (
  id uuid NOT NULL,
  slug text NOT NULL,
  name text NOT NULL,
  description text NOT NULL,
  is_primary boolean NOT NULL,
  version integer NOT NULL,
  is_shipped boolean NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  roll_up text NOT NULL DEFAULT 'arr-weighted'::text,
  CONSTRAINT health_scores_pkey PRIMARY KEY (id),
  CONSTRAINT health_scores_slug UNIQUE (slug),
  CONSTRAINT health_scores_roll_up CHECK ((roll_up = ANY (ARRAY['arr-weighted'::text, 'worst'::text, 'mean'::text])))
);
CREATE UNIQUE INDEX health_scores_primary ON public.health_scores USING btree (is_primary) WHERE (is_primary AND (archived_at IS NULL));

CREATE TABLE held_events (
  id uuid NOT NULL,
  kind text NOT NULL,
  group_ref text,
  user_ref text,
  anonymous_ref text,
  call jsonb NOT NULL,
  received_at timestamp with time zone NOT NULL,
  CONSTRAINT held_events_pkey PRIMARY KEY (id)
);
CREATE INDEX held_events_anonymous ON public.held_events USING btree (anonymous_ref) WHERE (anonymous_ref IS NOT NULL);
CREATE INDEX held_events_by_age ON public.held_events USING btree (received_at);
CREATE INDEX held_events_group ON public.held_events USING btree (group_ref) WHERE (group_ref IS NOT NULL);
CREATE INDEX held_events_user ON public.held_events USING btree (user_ref) WHERE (user_ref IS NOT NULL);

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
CREATE INDEX history_of_renewal_figures ON public.history USING btree (account_id, object_id, field, at, id) INCLUDE (old) WHERE ((object = 'renewal'::text) AND (field = ANY (ARRAY['dueOn'::text, 'currency'::text, 'targetArr'::text, 'forecastArr'::text, 'finalArr'::text, 'stage'::text, 'rating'::text, 'likelihoodHuman'::text, 'ownerId'::text, 'outcome'::text, 'timing'::text, 'bookingType'::text, 'orderedOn'::text, 'isAutoRenewed'::text, 'archivedAt'::text, 'likelihoodModel'::text, 'expectedArr'::text])));
CREATE INDEX history_of_scores ON public.history USING btree (field, account_id, at DESC, id DESC) WHERE (field ~~ 'score:%'::text);
CREATE INDEX history_of_segments ON public.history USING btree (field, account_id, at DESC, id DESC) WHERE (field ~~ 'segment:%'::text);

CREATE TABLE hubs (
  id uuid NOT NULL,
  slug text NOT NULL,
  name text NOT NULL,
  description text NOT NULL,
  "position" integer NOT NULL,
  created_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  parent_id uuid,
  CONSTRAINT hubs_pkey PRIMARY KEY (id),
  CONSTRAINT hubs_slug UNIQUE (slug),
  CONSTRAINT hubs_parent FOREIGN KEY (parent_id) REFERENCES hubs(id)
);

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

CREATE TABLE import_findings (
  import_id uuid NOT NULL,
  kind text NOT NULL,
  id uuid NOT NULL,
  line integer,
  account_id uuid,
  message text NOT NULL,
  CONSTRAINT import_findings_pkey PRIMARY KEY (import_id, kind, id)
);

CREATE TABLE import_rejects (
  import_id uuid NOT NULL,
  line integer NOT NULL,
  lines integer NOT NULL,
  problems jsonb NOT NULL,
  row_values jsonb,
  row_text text,
  CONSTRAINT import_rejects_pkey PRIMARY KEY (import_id, line)
);

CREATE TABLE import_rows (
  import_id uuid NOT NULL,
  key text NOT NULL,
  line integer NOT NULL,
  content text NOT NULL,
  outcome text NOT NULL,
  object_id uuid,
  account_id uuid,
  CONSTRAINT import_rows_pkey PRIMARY KEY (import_id, key)
);

CREATE TABLE imports (
  id uuid NOT NULL,
  object text NOT NULL,
  source text NOT NULL,
  file_name text NOT NULL,
  file_bytes bigint NOT NULL,
  file_sha256 text NOT NULL,
  status text NOT NULL,
  origin text NOT NULL,
  map jsonb NOT NULL,
  inspection jsonb NOT NULL,
  permissions text[] NOT NULL,
  created_by_id text NOT NULL,
  created_by_name text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  touched_at timestamp with time zone NOT NULL,
  is_cancel_requested boolean NOT NULL,
  next_line integer NOT NULL,
  lines_accepted integer NOT NULL,
  lines_rejected integer NOT NULL,
  rows_created integer NOT NULL,
  rows_updated integer NOT NULL,
  rows_unchanged integer NOT NULL,
  rows_rejected integer NOT NULL,
  dry_run jsonb,
  finding_counts jsonb,
  undo_report jsonb,
  error text,
  CONSTRAINT imports_pkey PRIMARY KEY (id),
  CONSTRAINT imports_origin CHECK ((origin = ANY (ARRAY['web'::text, 'command-line'::text]))),
  CONSTRAINT imports_status CHECK ((status = ANY (ARRAY['draft'::text, 'checking'::text, 'running'::text, 'done'::text, 'cancelled'::text, 'failed'::text, 'undoing'::text, 'undone'::text])))
);
CREATE INDEX imports_by_age ON public.imports USING btree (created_at);

CREATE TABLE indicator_definitions (
  id uuid NOT NULL,
  slug text NOT NULL,
  name text NOT NULL,
  description text NOT NULL,
  polarity text NOT NULL,
  severity text NOT NULL,
  rule jsonb,
  threshold jsonb,
  zones jsonb NOT NULL,
  reads text[] NOT NULL,
  owner jsonb NOT NULL,
  due_in_days integer NOT NULL,
  message text NOT NULL,
  clears jsonb NOT NULL,
  quiet_days integer NOT NULL,
  is_shipped boolean NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  slack_channel text,
  CONSTRAINT indicator_definitions_pkey PRIMARY KEY (id),
  CONSTRAINT indicator_definitions_slug UNIQUE (slug),
  CONSTRAINT indicator_definitions_polarity CHECK ((polarity = ANY (ARRAY['risk'::text, 'opportunity'::text, 'data'::text]))),
  CONSTRAINT indicator_definitions_severity CHECK ((severity = ANY (ARRAY['low'::text, 'medium'::text, 'high'::text])))
);

CREATE TABLE indicators (
  account_id uuid NOT NULL,
  id uuid NOT NULL,
  definition text NOT NULL,
  polarity text NOT NULL,
  severity text NOT NULL,
  status text NOT NULL,
  message text NOT NULL,
  evidence jsonb NOT NULL,
  owner_id uuid,
  due_on date,
  raised_at timestamp with time zone NOT NULL,
  raised_by text NOT NULL,
  raised_count integer NOT NULL,
  snoozed_until timestamp with time zone,
  snooze_reason text,
  settled_at timestamp with time zone,
  settled_by text,
  settled_by_id text,
  what_was_done text,
  became jsonb,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  CONSTRAINT indicators_pkey PRIMARY KEY (account_id, id),
  CONSTRAINT indicators_status CHECK ((status = ANY (ARRAY['open'::text, 'addressed'::text, 'cleared'::text])))
);
CREATE INDEX indicators_by_id ON public.indicators USING btree (id);
CREATE INDEX indicators_of_owner ON public.indicators USING btree (owner_id, due_on) WHERE (status = 'open'::text);
CREATE UNIQUE INDEX indicators_one_open ON public.indicators USING btree (account_id, definition) WHERE ((status = 'open'::text) AND (archived_at IS NULL));
CREATE INDEX indicators_settled ON public.indicators USING btree (account_id, definition, settled_at DESC) WHERE (status <> 'open'::text);

CREATE TABLE job_clock (
  id smallint NOT NULL,
  offset_ms bigint NOT NULL,
  CONSTRAINT job_clock_pkey PRIMARY KEY (id),
  CONSTRAINT job_clock_one_row CHECK ((id = 1))
);

CREATE TABLE job_cron (
  name text NOT NULL,
  fired_until timestamp with time zone NOT NULL,
  CONSTRAINT job_cron_pkey PRIMARY KEY (name)
);

CREATE TABLE job_worker (
  id text NOT NULL,
  heartbeat_at timestamp with time zone NOT NULL,
  CONSTRAINT job_worker_pkey PRIMARY KEY (id)
);

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

CREATE TABLE likelihood_marks (
  account_id uuid NOT NULL,
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  marked_at timestamp with time zone NOT NULL,
  CONSTRAINT likelihood_marks_pkey PRIMARY KEY (account_id, id)
) WITH (autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=5000);
CREATE INDEX likelihood_marks_by_age ON public.likelihood_marks USING btree (id);

CREATE TABLE likelihood_versions (
  version integer NOT NULL,
  kind text NOT NULL,
  reason text NOT NULL,
  model jsonb NOT NULL,
  back_test jsonb,
  renewed integer NOT NULL,
  lost integer NOT NULL,
  looks integer NOT NULL,
  renewed_ratio numeric NOT NULL,
  trained_by text NOT NULL,
  trained_at timestamp with time zone NOT NULL,
  CONSTRAINT likelihood_versions_pkey PRIMARY KEY (version),
  CONSTRAINT likelihood_versions_kind CHECK ((kind = ANY (ARRAY['trained'::text, 'prior'::text])))
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

CREATE TABLE meetings (
  account_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text,
  subject text,
  at timestamp with time zone NOT NULL,
  ends_at timestamp with time zone,
  status text NOT NULL,
  missed_by text,
  author_id uuid,
  author_name text,
  attendees text[] NOT NULL DEFAULT '{}'::text[],
  body text,
  outcome text,
  next_step text,
  renewal_id uuid,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  known_at timestamp with time zone GENERATED ALWAYS AS (LEAST(created_at, at)) STORED,
  CONSTRAINT meetings_pkey PRIMARY KEY (account_id, id)
);
CREATE INDEX meetings_by_id ON public.meetings USING btree (id);
CREATE INDEX meetings_by_time ON public.meetings USING btree (account_id, at DESC);

CREATE TABLE merge_rows (
  merge_id uuid NOT NULL,
  table_name text NOT NULL,
  key jsonb NOT NULL,
  merged_row jsonb,
  survivor_row jsonb,
  result_row jsonb,
  column_name text NOT NULL DEFAULT ''::text,
  CONSTRAINT merge_rows_pkey PRIMARY KEY (merge_id, table_name, column_name, key)
);

CREATE TABLE merged_records (
  object text NOT NULL,
  id uuid NOT NULL,
  survivor_id uuid NOT NULL,
  merge_id uuid NOT NULL,
  CONSTRAINT merged_records_pkey PRIMARY KEY (object, id)
);

CREATE TABLE merges (
  id uuid NOT NULL,
  object text NOT NULL,
  merged_id uuid NOT NULL,
  merged_name text NOT NULL,
  survivor_id uuid NOT NULL,
  survivor_name text NOT NULL,
  field_changes jsonb NOT NULL,
  moved jsonb NOT NULL,
  archived_before timestamp with time zone,
  merged_at timestamp with time zone NOT NULL,
  merged_by text NOT NULL,
  unmerged_at timestamp with time zone,
  unmerged_by text,
  kept jsonb,
  CONSTRAINT merges_pkey PRIMARY KEY (id),
  CONSTRAINT merges_object CHECK ((object = ANY (ARRAY['account'::text, 'contact'::text])))
);
CREATE INDEX merges_of_merged ON public.merges USING btree (merged_id);
CREATE INDEX merges_of_survivor ON public.merges USING btree (survivor_id);

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

CREATE TABLE metric_values (
  account_id uuid NOT NULL,
  metric_id uuid NOT NULL,
  "on" date NOT NULL,
  grain text NOT NULL,
  value numeric NOT NULL,
  CONSTRAINT metric_values_pkey PRIMARY KEY (account_id, metric_id, "on"),
  CONSTRAINT metric_values_grain CHECK ((grain = ANY (ARRAY['day'::text, 'month'::text])))
);
CREATE INDEX metric_values_by_date ON public.metric_values USING btree (metric_id, "on");

CREATE TABLE metrics (
  id uuid NOT NULL,
  slug text NOT NULL,
  name text NOT NULL,
  description text NOT NULL,
  source jsonb NOT NULL,
  window_days integer NOT NULL,
  role text,
  is_shipped boolean NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  time_window jsonb,
  per text,
  object text NOT NULL DEFAULT 'account'::text,
  CONSTRAINT metrics_pkey PRIMARY KEY (id),
  CONSTRAINT metrics_slug UNIQUE (slug),
  CONSTRAINT metrics_object CHECK ((object = ANY (ARRAY['account'::text, 'contact'::text]))),
  CONSTRAINT metrics_per CHECK ((per = ANY (ARRAY['seat'::text, 'contact'::text]))),
  CONSTRAINT metrics_window CHECK (((window_days >= 1) AND (window_days <= 730)))
);

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
CREATE INDEX milestones_completing ON public.milestones USING btree (account_id) WHERE (completes_when IS NOT NULL);
CREATE INDEX milestones_of_project ON public.milestones USING btree (account_id, project_id, "position");

CREATE TABLE mrr_snapshots (
  account_id uuid NOT NULL,
  month date NOT NULL,
  plan text NOT NULL,
  mrr numeric(20,4) NOT NULL,
  currency text NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  CONSTRAINT mrr_snapshots_pkey PRIMARY KEY (account_id, month, plan),
  CONSTRAINT mrr_snapshots_month CHECK ((EXTRACT(day FROM month) = (1)::numeric))
);
CREATE INDEX mrr_snapshots_by_month ON public.mrr_snapshots USING btree (month);

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

CREATE TABLE notification_hours (
  teammate_id uuid NOT NULL,
  time_zone text,
  quiet_from time without time zone,
  quiet_until time without time zone,
  digest_at time without time zone NOT NULL,
  digested_on date,
  slack_channel text,
  CONSTRAINT notification_hours_pkey PRIMARY KEY (teammate_id),
  CONSTRAINT notification_hours_teammate FOREIGN KEY (teammate_id) REFERENCES teammates(id) ON DELETE CASCADE
);

CREATE TABLE notification_preferences (
  teammate_id uuid NOT NULL,
  kind text NOT NULL,
  in_app boolean NOT NULL,
  email text NOT NULL,
  slack boolean NOT NULL,
  slack_to text,
  CONSTRAINT notification_preferences_pkey PRIMARY KEY (teammate_id, kind),
  CONSTRAINT notification_preferences_email CHECK ((email = ANY (ARRAY['off'::text, 'at-once'::text, 'daily'::text]))),
  CONSTRAINT notification_preferences_slack_to CHECK ((slack_to = ANY (ARRAY['off'::text, 'direct'::text, 'channel'::text]))),
  CONSTRAINT notification_preferences_teammate FOREIGN KEY (teammate_id) REFERENCES teammates(id) ON DELETE CASCADE
);

CREATE TABLE notifications (
  id uuid NOT NULL,
  teammate_id uuid NOT NULL,
  kind text NOT NULL,
  cause text NOT NULL,
  title text NOT NULL,
  body text NOT NULL,
  href text NOT NULL,
  actor_name text NOT NULL,
  at timestamp with time zone NOT NULL,
  is_in_inbox boolean NOT NULL,
  read_at timestamp with time zone,
  is_for_digest boolean NOT NULL,
  digested_at timestamp with time zone,
  CONSTRAINT notifications_pkey PRIMARY KEY (teammate_id, id),
  CONSTRAINT notifications_cause UNIQUE (teammate_id, cause),
  CONSTRAINT notifications_teammate FOREIGN KEY (teammate_id) REFERENCES teammates(id) ON DELETE CASCADE
);
CREATE INDEX notifications_undigested ON public.notifications USING btree (teammate_id) WHERE (is_for_digest AND (digested_at IS NULL));
CREATE INDEX notifications_unread ON public.notifications USING btree (teammate_id) WHERE ((read_at IS NULL) AND is_in_inbox);

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
CREATE INDEX organizations_name_trigrams ON public.organizations USING gin (lower(name) gin_trgm_ops);

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

CREATE TABLE playbook_enrolments (
  account_id uuid NOT NULL,
  playbook_id uuid NOT NULL,
  last_enrolled_at timestamp with time zone NOT NULL,
  CONSTRAINT playbook_enrolments_pkey PRIMARY KEY (account_id, playbook_id)
);

CREATE TABLE playbook_run_steps (
  account_id uuid NOT NULL,
  run_id uuid NOT NULL,
  number integer NOT NULL,
  step_id text NOT NULL,
  kind text NOT NULL,
  outcome text NOT NULL,
  outlet text,
  why text NOT NULL,
  input jsonb NOT NULL,
  output jsonb NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT playbook_run_steps_pkey PRIMARY KEY (account_id, run_id, number),
  CONSTRAINT playbook_run_steps_outcome CHECK ((outcome = ANY (ARRAY['done'::text, 'waiting'::text, 'failed'::text, 'stopped'::text]))),
  CONSTRAINT playbook_run_steps_run FOREIGN KEY (account_id, run_id) REFERENCES playbook_runs(account_id, id)
);

CREATE TABLE playbook_runs (
  account_id uuid NOT NULL,
  id uuid NOT NULL,
  playbook_id uuid NOT NULL,
  version integer NOT NULL,
  state text NOT NULL,
  current_step text,
  wake_at timestamp with time zone,
  wake jsonb,
  waits_for_conversation uuid,
  memory jsonb NOT NULL,
  step_count integer NOT NULL,
  attempts integer NOT NULL,
  fence bigint NOT NULL,
  leased_until timestamp with time zone,
  started_because jsonb NOT NULL,
  ended_because text,
  last_error text,
  enrolled_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  finished_at timestamp with time zone,
  CONSTRAINT playbook_runs_pkey PRIMARY KEY (account_id, id),
  CONSTRAINT playbook_runs_state CHECK ((state = ANY (ARRAY['ready'::text, 'waiting'::text, 'failed'::text, 'completed'::text, 'stopped'::text])))
);
CREATE INDEX playbook_runs_by_id ON public.playbook_runs USING btree (id);
CREATE INDEX playbook_runs_due ON public.playbook_runs USING btree (wake_at, id) WHERE ((state = ANY (ARRAY['ready'::text, 'waiting'::text])) AND (wake_at IS NOT NULL));
CREATE INDEX playbook_runs_of_playbook ON public.playbook_runs USING btree (playbook_id, id DESC);
CREATE UNIQUE INDEX playbook_runs_one_live ON public.playbook_runs USING btree (account_id, playbook_id) WHERE (finished_at IS NULL);
CREATE INDEX playbook_runs_waiting_for ON public.playbook_runs USING btree (account_id, waits_for_conversation) WHERE (waits_for_conversation IS NOT NULL);

CREATE TABLE playbook_settings (
  id smallint NOT NULL,
  paused_at timestamp with time zone,
  paused_by text,
  CONSTRAINT playbook_settings_pkey PRIMARY KEY (id),
  CONSTRAINT playbook_settings_one_row CHECK ((id = 1))
);

CREATE TABLE playbook_versions (
  playbook_id uuid NOT NULL,
  version integer NOT NULL,
  definition jsonb NOT NULL,
  at timestamp with time zone NOT NULL,
  actor_name text NOT NULL,
  CONSTRAINT playbook_versions_pkey PRIMARY KEY (playbook_id, version),
  CONSTRAINT playbook_versions_playbook FOREIGN KEY (playbook_id) REFERENCES playbooks(id)
);

CREATE TABLE playbooks (
  id uuid NOT NULL,
  slug text NOT NULL,
  name text NOT NULL,
  description text NOT NULL,
  version integer NOT NULL,
  trigger_kind text NOT NULL,
  trigger_key text,
  reads text[] NOT NULL,
  is_shipped boolean NOT NULL,
  activated_at timestamp with time zone,
  activated_by text,
  paused_at timestamp with time zone,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  CONSTRAINT playbooks_pkey PRIMARY KEY (id),
  CONSTRAINT playbooks_slug UNIQUE (slug)
);
CREATE INDEX playbooks_triggered ON public.playbooks USING btree (trigger_kind, trigger_key) WHERE (activated_at IS NOT NULL);

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

CREATE TABLE quality_counts (
  check_slug text NOT NULL,
  on_date date NOT NULL,
  count integer NOT NULL,
  arr numeric(20,4) NOT NULL,
  CONSTRAINT quality_counts_pkey PRIMARY KEY (check_slug, on_date)
);

CREATE TABLE quality_standards (
  id uuid NOT NULL,
  slug text NOT NULL,
  name text NOT NULL,
  description text NOT NULL,
  object text NOT NULL,
  applies_to jsonb,
  rule jsonb NOT NULL,
  owner_id uuid,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  CONSTRAINT quality_standards_pkey PRIMARY KEY (id),
  CONSTRAINT quality_standards_slug UNIQUE (slug),
  CONSTRAINT quality_standards_owner FOREIGN KEY (owner_id) REFERENCES teammates(id)
);

CREATE TABLE renewal_checkpoints (
  account_id uuid NOT NULL,
  renewal_id uuid NOT NULL,
  due_on date NOT NULL,
  kind text NOT NULL,
  automated_call text,
  csm_call text,
  final_call text,
  decided_by uuid,
  decided_at timestamp with time zone,
  note text,
  CONSTRAINT renewal_checkpoints_pkey PRIMARY KEY (account_id, renewal_id, due_on, kind),
  CONSTRAINT renewal_checkpoints_kind CHECK ((kind = ANY (ARRAY['before-expiry'::text, 'anniversary'::text]))),
  CONSTRAINT renewal_checkpoints_renewal FOREIGN KEY (account_id, renewal_id) REFERENCES renewals(account_id, id) ON DELETE CASCADE
);

CREATE TABLE renewal_derived (
  account_id uuid NOT NULL,
  id uuid NOT NULL,
  likelihood_model numeric,
  arr_if_renewed numeric(20,4),
  expected_arr numeric(20,4),
  likelihood_version integer,
  likelihood_features jsonb,
  predicted_at timestamp with time zone,
  standing text,
  days_behind integer,
  likelihood_gap numeric,
  CONSTRAINT renewal_derived_pkey PRIMARY KEY (account_id, id),
  CONSTRAINT renewal_derived_likelihood CHECK (((likelihood_model >= (0)::numeric) AND (likelihood_model <= (1)::numeric))),
  CONSTRAINT renewal_derived_standing CHECK ((standing = ANY (ARRAY['on-track'::text, 'behind'::text, 'closed'::text])))
) WITH (fillfactor=60);
CREATE INDEX renewal_derived_by_id ON public.renewal_derived USING btree (id);

CREATE TABLE renewal_policies (
  slug text NOT NULL,
  touch_model text,
  lead_days integer NOT NULL,
  early_days integer NOT NULL,
  tolerance_days integer NOT NULL,
  owner_key_roles text[] NOT NULL,
  checkpoint_days integer[] NOT NULL,
  CONSTRAINT renewal_policies_pkey PRIMARY KEY (slug),
  CONSTRAINT renewal_policies_touch_model UNIQUE (touch_model),
  CONSTRAINT renewal_policies_days CHECK ((((lead_days >= 1) AND (lead_days <= 1095)) AND ((early_days >= 0) AND (early_days <= 365)) AND ((tolerance_days >= 0) AND (tolerance_days <= 365))))
);

CREATE TABLE renewal_stages (
  slug text NOT NULL,
  label text NOT NULL,
  kind text NOT NULL,
  "position" integer NOT NULL,
  archived_at timestamp with time zone,
  CONSTRAINT renewal_stages_pkey PRIMARY KEY (slug),
  CONSTRAINT renewal_stages_kind CHECK ((kind = ANY (ARRAY['open'::text, 'won'::text, 'lost'::text])))
);

CREATE TABLE renewal_states (
  account_id uuid NOT NULL,
  renewal_id uuid NOT NULL,
  from_at timestamp with time zone NOT NULL,
  to_at timestamp with time zone NOT NULL,
  contract_id uuid,
  due_on date NOT NULL,
  currency text NOT NULL,
  target_arr numeric(20,4) NOT NULL,
  forecast_arr numeric(20,4),
  final_arr numeric(20,4),
  stage text NOT NULL,
  rating text,
  human_likelihood numeric,
  owner_id uuid,
  outcome text,
  timing text,
  booking_type text,
  ordered_on date,
  is_auto_renewed boolean NOT NULL,
  root_cause text,
  likelihood_model numeric,
  CONSTRAINT renewal_states_pkey PRIMARY KEY (account_id, renewal_id, from_at),
  CONSTRAINT renewal_states_span CHECK ((to_at > from_at)),
  CONSTRAINT renewal_states_renewal FOREIGN KEY (account_id, renewal_id) REFERENCES renewals(account_id, id) ON DELETE CASCADE
);
CREATE INDEX renewal_states_due ON public.renewal_states USING btree (due_on, to_at, from_at);

CREATE TABLE renewals (
  account_id uuid NOT NULL,
  id uuid NOT NULL,
  contract_id uuid,
  term_starts_on date,
  term_ends_on date,
  due_on date NOT NULL,
  notice_deadline_on date,
  currency text NOT NULL,
  target_arr numeric(20,4) NOT NULL,
  is_target_stated boolean NOT NULL DEFAULT false,
  forecast_arr numeric(20,4),
  final_arr numeric(20,4),
  delta_arr numeric(20,4) GENERATED ALWAYS AS ((COALESCE(final_arr, forecast_arr) - target_arr)) STORED,
  booking_type text,
  stage text NOT NULL,
  rating text,
  human_likelihood numeric,
  owner_id uuid,
  is_owner_pinned boolean NOT NULL DEFAULT false,
  next_step text,
  next_step_on date,
  forecast_notes text,
  notice_sent_on date,
  ordered_on date,
  outcome text,
  closed_at timestamp with time zone,
  loss_reason text,
  root_cause text,
  competitor text,
  timing text,
  is_auto_renewed boolean NOT NULL DEFAULT false,
  is_implied boolean NOT NULL DEFAULT false,
  stage_before_outcome text,
  rating_before_outcome text,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  CONSTRAINT renewals_pkey PRIMARY KEY (account_id, id),
  CONSTRAINT renewals_term UNIQUE (account_id, contract_id, term_ends_on),
  CONSTRAINT renewals_likelihood CHECK (((human_likelihood >= (0)::numeric) AND (human_likelihood <= (1)::numeric))),
  CONSTRAINT renewals_outcome CHECK ((outcome = ANY (ARRAY['renewed'::text, 'churned'::text]))),
  CONSTRAINT renewals_timing CHECK ((timing = ANY (ARRAY['early'::text, 'on-time'::text, 'late'::text, 'lapsed'::text]))),
  CONSTRAINT renewals_contract FOREIGN KEY (account_id, contract_id) REFERENCES contracts(account_id, id),
  CONSTRAINT renewals_rating FOREIGN KEY (rating) REFERENCES forecast_ratings(slug),
  CONSTRAINT renewals_stage FOREIGN KEY (stage) REFERENCES renewal_stages(slug)
);
CREATE INDEX renewals_by_id ON public.renewals USING btree (id);
CREATE INDEX renewals_due ON public.renewals USING btree (due_on, account_id, id) WHERE (archived_at IS NULL);
CREATE INDEX renewals_of_owner ON public.renewals USING btree (owner_id, due_on) WHERE ((outcome IS NULL) AND (archived_at IS NULL));
CREATE UNIQUE INDEX renewals_one_open ON public.renewals USING btree (account_id, contract_id) WHERE ((outcome IS NULL) AND (archived_at IS NULL));
CREATE INDEX renewals_open ON public.renewals USING btree (account_id, due_on) WHERE ((outcome IS NULL) AND (archived_at IS NULL));

CREATE TABLE reply_tokens (
  token text NOT NULL,
  account_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  CONSTRAINT reply_tokens_pkey PRIMARY KEY (token)
);

CREATE TABLE retention_targets (
  field text NOT NULL,
  value text NOT NULL,
  measure text NOT NULL,
  good numeric NOT NULL,
  great numeric NOT NULL,
  CONSTRAINT retention_targets_pkey PRIMARY KEY (field, value, measure),
  CONSTRAINT retention_targets_measure CHECK ((measure = ANY (ARRAY['nrr'::text, 'grr'::text, 'logoRetention'::text]))),
  CONSTRAINT retention_targets_order CHECK (((great >= good) AND (good >= (0)::numeric)))
);

CREATE TABLE risk_asks (
  account_id uuid NOT NULL,
  id uuid NOT NULL,
  risk_id uuid NOT NULL,
  department text NOT NULL,
  request text NOT NULL,
  owner_id uuid,
  due_on date,
  effort_hours numeric,
  status text NOT NULL,
  answer text,
  asked_by text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  CONSTRAINT risk_asks_pkey PRIMARY KEY (account_id, id),
  CONSTRAINT risk_asks_status CHECK ((status = ANY (ARRAY['open'::text, 'done'::text, 'declined'::text]))),
  CONSTRAINT risk_asks_risk FOREIGN KEY (account_id, risk_id) REFERENCES risks(account_id, id)
);
CREATE INDEX risk_asks_by_id ON public.risk_asks USING btree (id);
CREATE INDEX risk_asks_of_risk ON public.risk_asks USING btree (account_id, risk_id);

CREATE TABLE risk_departments (
  name text NOT NULL,
  "position" integer NOT NULL,
  lead_id uuid,
  CONSTRAINT risk_departments_pkey PRIMARY KEY (name)
);

CREATE TABLE risk_reviews (
  id uuid NOT NULL,
  region text NOT NULL,
  held_at timestamp with time zone NOT NULL,
  held_by text NOT NULL,
  attendees uuid[] NOT NULL,
  agenda jsonb NOT NULL,
  decisions jsonb NOT NULL,
  minutes text NOT NULL,
  next_at timestamp with time zone,
  CONSTRAINT risk_reviews_pkey PRIMARY KEY (id)
);
CREATE INDEX risk_reviews_of_region ON public.risk_reviews USING btree (region, held_at DESC);

CREATE TABLE risk_root_causes (
  slug text NOT NULL,
  name text NOT NULL,
  category text NOT NULL,
  "position" integer NOT NULL,
  archived_at timestamp with time zone,
  CONSTRAINT risk_root_causes_pkey PRIMARY KEY (slug)
);

CREATE TABLE risk_settings (
  id smallint NOT NULL,
  recurrence_days integer NOT NULL,
  CONSTRAINT risk_settings_pkey PRIMARY KEY (id),
  CONSTRAINT risk_settings_one_row CHECK ((id = 1)),
  CONSTRAINT risk_settings_recurrence CHECK (((recurrence_days >= 1) AND (recurrence_days <= 3650)))
);

CREATE TABLE risk_tiers (
  tier smallint NOT NULL,
  name text NOT NULL,
  description text NOT NULL,
  review_days integer NOT NULL,
  escalates_after_days integer,
  note_template text,
  CONSTRAINT risk_tiers_pkey PRIMARY KEY (tier),
  CONSTRAINT risk_tiers_three CHECK (((tier >= 1) AND (tier <= 3)))
);

CREATE TABLE risks (
  account_id uuid NOT NULL,
  id uuid NOT NULL,
  summary text NOT NULL,
  root_cause text NOT NULL,
  secondary_cause text,
  tier text NOT NULL,
  status text NOT NULL,
  owner_id uuid,
  renewal_id uuid,
  indicator_id uuid,
  project_id uuid,
  arr_at_risk numeric(20,4),
  arr_saved numeric(20,4),
  arr_lost numeric(20,4),
  next_step text,
  next_step_on date,
  reviewed_on date,
  next_review_on date,
  raised_at timestamp with time zone NOT NULL,
  raised_by text,
  left_at timestamp with time zone,
  outcome_note text,
  drivers jsonb NOT NULL DEFAULT '{}'::jsonb,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  found_by text,
  secondary_causes text[],
  recurrence text,
  recurrence_of_id uuid,
  CONSTRAINT risks_pkey PRIMARY KEY (account_id, id),
  CONSTRAINT risks_status CHECK ((status = ANY (ARRAY['open'::text, 'monitoring'::text, 'saved'::text, 'lost'::text, 'withdrawn'::text]))),
  CONSTRAINT risks_tier CHECK ((tier = ANY (ARRAY['1'::text, '2'::text, '3'::text])))
);
CREATE INDEX risks_by_id ON public.risks USING btree (id);
CREATE INDEX risks_under_way ON public.risks USING btree (owner_id, next_review_on) WHERE (status = ANY (ARRAY['open'::text, 'monitoring'::text]));

CREATE TABLE sample_company (
  id smallint NOT NULL,
  status text NOT NULL,
  step text,
  done integer NOT NULL,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  error text,
  CONSTRAINT sample_company_pkey PRIMARY KEY (id),
  CONSTRAINT sample_company_one_row CHECK ((id = 1)),
  CONSTRAINT sample_company_status CHECK ((status = ANY (ARRAY['absent'::text, 'filling'::text, 'present'::text, 'removing'::text, 'failed'::text])))
);

CREATE TABLE scenarios (
  id uuid NOT NULL,
  name text NOT NULL,
  description text NOT NULL,
  overrides jsonb NOT NULL,
  is_shared boolean NOT NULL,
  owner_id text NOT NULL,
  owner_name text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  CONSTRAINT scenarios_pkey PRIMARY KEY (id)
);
CREATE INDEX scenarios_of_owner ON public.scenarios USING btree (owner_id);

CREATE TABLE segment_baselines (
  segment_id uuid NOT NULL,
  field text NOT NULL,
  median numeric NOT NULL,
  spread numeric NOT NULL,
  account_count integer NOT NULL,
  computed_at timestamp with time zone NOT NULL,
  CONSTRAINT segment_baselines_pkey PRIMARY KEY (segment_id, field)
);

CREATE TABLE segment_links (
  account_id uuid NOT NULL,
  segment_id uuid NOT NULL,
  source text NOT NULL,
  is_member boolean NOT NULL,
  actor_kind text NOT NULL,
  actor_id text NOT NULL,
  actor_name text NOT NULL,
  reason text,
  at timestamp with time zone NOT NULL,
  CONSTRAINT segment_links_pkey PRIMARY KEY (account_id, segment_id, source),
  CONSTRAINT segment_links_source CHECK ((source = ANY (ARRAY['person'::text, 'playbook'::text, 'import'::text])))
);
CREATE INDEX segment_links_of_segment ON public.segment_links USING btree (segment_id, source, is_member);

CREATE TABLE segment_members (
  object_id uuid NOT NULL,
  segment_id uuid NOT NULL,
  entered_at timestamp with time zone NOT NULL,
  CONSTRAINT segment_members_pkey PRIMARY KEY (object_id, segment_id)
);
CREATE INDEX segment_members_of_segment ON public.segment_members USING btree (segment_id, object_id);

CREATE TABLE segment_quantiles (
  segment_id uuid NOT NULL,
  field text NOT NULL,
  quantiles numeric[] NOT NULL,
  account_count integer NOT NULL,
  computed_at timestamp with time zone NOT NULL,
  CONSTRAINT segment_quantiles_pkey PRIMARY KEY (segment_id, field)
);

CREATE TABLE segment_record_links (
  object_id uuid NOT NULL,
  segment_id uuid NOT NULL,
  source text NOT NULL,
  is_member boolean NOT NULL,
  actor_kind text NOT NULL,
  actor_id text NOT NULL,
  actor_name text NOT NULL,
  reason text,
  at timestamp with time zone NOT NULL,
  CONSTRAINT segment_record_links_pkey PRIMARY KEY (object_id, segment_id, source),
  CONSTRAINT segment_record_links_source CHECK ((source = ANY (ARRAY['person'::text, 'playbook'::text, 'import'::text])))
);
CREATE INDEX segment_record_links_of_segment ON public.segment_record_links USING btree (segment_id, source, is_member);

CREATE TABLE segments (
  id uuid NOT NULL,
  slug text NOT NULL,
  name text NOT NULL,
  description text NOT NULL,
  object text NOT NULL,
  rule jsonb,
  reads text[] NOT NULL,
  tone text NOT NULL,
  is_shipped boolean NOT NULL,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  CONSTRAINT segments_pkey PRIMARY KEY (id),
  CONSTRAINT segments_slug UNIQUE (slug),
  CONSTRAINT segments_object CHECK ((object = ANY (ARRAY['account'::text, 'contact'::text, 'organization'::text])))
);

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
  is_two_factor_on boolean NOT NULL DEFAULT false,
  CONSTRAINT sign_ins_pkey PRIMARY KEY (id),
  CONSTRAINT sign_ins_email UNIQUE (email),
  CONSTRAINT sign_ins_email_is_lower_case CHECK ((email = lower(email))),
  CONSTRAINT sign_ins_teammate FOREIGN KEY (id) REFERENCES teammates(id)
);

CREATE TABLE single_sign_on (
  id smallint NOT NULL,
  label text NOT NULL,
  issuer text NOT NULL,
  client_id text NOT NULL,
  client_secret text NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  CONSTRAINT single_sign_on_pkey PRIMARY KEY (id),
  CONSTRAINT single_sign_on_one_row CHECK ((id = 1))
);

CREATE TABLE slack_posts (
  id uuid NOT NULL,
  handed_over_at timestamp with time zone NOT NULL,
  CONSTRAINT slack_posts_pkey PRIMARY KEY (id)
);

CREATE TABLE slack_settings (
  id smallint NOT NULL,
  sealed_token text,
  api_url text,
  channel text,
  team text,
  updated_at timestamp with time zone,
  CONSTRAINT slack_settings_pkey PRIMARY KEY (id),
  CONSTRAINT slack_settings_one_row CHECK ((id = 1))
);

CREATE TABLE sort_indexes (
  object text NOT NULL,
  field text NOT NULL,
  index_name text NOT NULL,
  asked_on date NOT NULL,
  scans bigint NOT NULL DEFAULT 0,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT sort_indexes_pkey PRIMARY KEY (object, field),
  CONSTRAINT sort_indexes_index_name UNIQUE (index_name)
);

CREATE TABLE subscriptions (
  account_id uuid NOT NULL,
  id uuid NOT NULL,
  contract_id uuid,
  root_id uuid,
  product text,
  plan text,
  kind text NOT NULL,
  is_trial boolean NOT NULL DEFAULT false,
  quantity numeric NOT NULL,
  unit_price numeric,
  discount_pct numeric NOT NULL DEFAULT 0,
  billing_interval_months integer NOT NULL,
  uplift_pct numeric,
  currency text NOT NULL,
  starts_on date NOT NULL,
  ends_on date,
  ends_before date GENERATED ALWAYS AS ((ends_on + 1)) STORED,
  stated_arr numeric(20,4),
  arr numeric(20,4) NOT NULL,
  is_implied boolean NOT NULL DEFAULT false,
  implied_key text,
  made_by_renewal_id uuid,
  ended_by_renewal_id uuid,
  former_ends_on date,
  amendment_reason text,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  CONSTRAINT subscriptions_pkey PRIMARY KEY (account_id, id),
  CONSTRAINT subscriptions_implied UNIQUE (account_id, implied_key),
  CONSTRAINT subscriptions_dates CHECK (((ends_on IS NULL) OR (ends_on >= (starts_on - 1)))),
  CONSTRAINT subscriptions_interval CHECK (((billing_interval_months >= 1) AND (billing_interval_months <= 240))),
  CONSTRAINT subscriptions_kind CHECK ((kind = ANY (ARRAY['recurring'::text, 'usage-commitment'::text, 'one-off'::text]))),
  CONSTRAINT subscriptions_contract FOREIGN KEY (account_id, contract_id) REFERENCES contracts(account_id, id)
);
CREATE INDEX subscriptions_by_id ON public.subscriptions USING btree (id);
CREATE INDEX subscriptions_of_contract ON public.subscriptions USING btree (account_id, contract_id);
CREATE INDEX subscriptions_with_arr ON public.subscriptions USING btree (account_id, starts_on, ends_before) WHERE ((arr <> (0)::numeric) AND (archived_at IS NULL));

CREATE TABLE survey_responses (
  account_id uuid NOT NULL,
  id uuid NOT NULL,
  survey text NOT NULL,
  score numeric NOT NULL,
  comment text,
  contact_id uuid,
  at timestamp with time zone NOT NULL,
  channel text,
  followed_up_at timestamp with time zone,
  followed_up_by uuid,
  follow_up_note text,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  nps_group text GENERATED ALWAYS AS (
CASE
    WHEN (survey = 'nps'::text) THEN
    CASE
        WHEN (score >= (9)::numeric) THEN 'promoter'::text
        WHEN (score >= (7)::numeric) THEN 'passive'::text
        ELSE 'detractor'::text
    END
    ELSE NULL::text
END) STORED,
  CONSTRAINT survey_responses_pkey PRIMARY KEY (account_id, id)
);
CREATE INDEX survey_responses_by_id ON public.survey_responses USING btree (id);
CREATE INDEX survey_responses_by_time ON public.survey_responses USING btree (account_id, survey, at DESC);
CREATE INDEX survey_responses_of_contact ON public.survey_responses USING btree (contact_id) WHERE (contact_id IS NOT NULL);

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
CREATE INDEX tasks_completing ON public.tasks USING btree (account_id) WHERE (completes_when IS NOT NULL);
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

CREATE TABLE today_settings (
  id smallint NOT NULL,
  formula jsonb NOT NULL,
  CONSTRAINT today_settings_pkey PRIMARY KEY (id),
  CONSTRAINT today_settings_one_row CHECK ((id = 1))
);

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
  formula text,
  reads text[] NOT NULL DEFAULT '{}'::text[],
  validation jsonb NOT NULL DEFAULT '{}'::jsonb,
  format jsonb NOT NULL DEFAULT '{}'::jsonb,
  "position" integer NOT NULL DEFAULT 0,
  owner text NOT NULL DEFAULT 'source-wins'::text,
  CONSTRAINT trait_definitions_pkey PRIMARY KEY (id),
  CONSTRAINT trait_definitions_slug UNIQUE (object, slug),
  CONSTRAINT trait_definitions_owner CHECK ((owner = ANY (ARRAY['source-wins'::text, 'local-wins'::text])))
);

CREATE TABLE two_factors (
  id uuid NOT NULL,
  sign_in_id uuid NOT NULL,
  secret text NOT NULL,
  recovery_codes text NOT NULL,
  is_verified boolean NOT NULL DEFAULT true,
  failed_count integer NOT NULL DEFAULT 0,
  locked_until timestamp with time zone,
  CONSTRAINT two_factors_pkey PRIMARY KEY (id),
  CONSTRAINT two_factors_sign_in_unique UNIQUE (sign_in_id),
  CONSTRAINT two_factors_sign_in FOREIGN KEY (sign_in_id) REFERENCES sign_ins(id) ON DELETE CASCADE
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

CREATE TABLE views (
  id uuid NOT NULL,
  name text NOT NULL,
  object text NOT NULL,
  definition jsonb NOT NULL,
  sharing text NOT NULL,
  hub_id uuid,
  owner_id uuid,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  archived_at timestamp with time zone,
  CONSTRAINT views_pkey PRIMARY KEY (id),
  CONSTRAINT views_hub_if_shared_there CHECK (((sharing = 'hub'::text) = (hub_id IS NOT NULL))),
  CONSTRAINT views_sharing CHECK ((sharing = ANY (ARRAY['private'::text, 'all'::text, 'hub'::text]))),
  CONSTRAINT views_hub FOREIGN KEY (hub_id) REFERENCES hubs(id)
);
CREATE INDEX views_of_object ON public.views USING btree (object, name);

CREATE TABLE write_keys (
  id uuid NOT NULL,
  name text NOT NULL,
  key_hash text NOT NULL,
  hint text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  created_by_name text NOT NULL,
  revoked_at timestamp with time zone,
  last_used_at timestamp with time zone,
  CONSTRAINT write_keys_pkey PRIMARY KEY (id),
  CONSTRAINT write_keys_hash UNIQUE (key_hash)
);
