-- Who signs in, and with what. A sign-in has the id of its teammate: there is at most one each. The tables
-- sign_ins, sessions, credentials and verifications are what better-auth keeps; their columns are its fields.

create table sign_ins (
  id uuid not null,
  name text not null,
  email text not null,
  is_email_verified boolean not null,
  image text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
alter table sign_ins add constraint sign_ins_pkey primary key (id);
alter table sign_ins add constraint sign_ins_teammate foreign key (id) references teammates (id);
alter table sign_ins add constraint sign_ins_email unique (email);
alter table sign_ins add constraint sign_ins_email_is_lower_case check (email = lower(email));

create table sessions (
  id uuid not null,
  sign_in_id uuid not null,
  token text not null,
  ip_address text,
  user_agent text,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
alter table sessions add constraint sessions_pkey primary key (id);
alter table sessions add constraint sessions_token unique (token);
alter table sessions add constraint sessions_sign_in foreign key (sign_in_id) references sign_ins (id) on delete cascade;
create index sessions_of_sign_in on sessions (sign_in_id);

create table credentials (
  id uuid not null,
  sign_in_id uuid not null,
  provider text not null,
  subject text not null,
  password_hash text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
alter table credentials add constraint credentials_pkey primary key (id);
alter table credentials add constraint credentials_subject unique (provider, subject);
alter table credentials add constraint credentials_sign_in foreign key (sign_in_id) references sign_ins (id) on delete cascade;
create index credentials_of_sign_in on credentials (sign_in_id);

create table verifications (
  id uuid not null,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
alter table verifications add constraint verifications_pkey primary key (id);
create index verifications_of_identifier on verifications (identifier);

-- The one link that makes the first administrator. One row, so that two claims at once queue behind its lock.
create table set_up_links (
  id smallint not null,
  token_hash text not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
alter table set_up_links add constraint set_up_links_pkey primary key (id);
alter table set_up_links add constraint set_up_links_one_row check (id = 1);

-- Links sent to one person: to accept an invitation, or to set a new password. Only the token's hash is kept.
create table sign_in_links (
  id uuid not null,
  purpose text not null,
  teammate_id uuid not null,
  token_hash text not null,
  created_at timestamptz not null,
  created_by_name text not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz
);
alter table sign_in_links add constraint sign_in_links_pkey primary key (id);
alter table sign_in_links add constraint sign_in_links_token unique (token_hash);
alter table sign_in_links add constraint sign_in_links_purpose check (purpose in ('invitation', 'password-reset'));
alter table sign_in_links add constraint sign_in_links_teammate foreign key (teammate_id) references teammates (id);
create index sign_in_links_of_teammate on sign_in_links (teammate_id, purpose);

create table api_keys (
  id uuid not null,
  name text not null,
  key_hash text not null,
  hint text not null,
  scopes text[] not null,
  owner_id uuid,
  created_at timestamptz not null,
  created_by_name text not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz
);
alter table api_keys add constraint api_keys_pkey primary key (id);
alter table api_keys add constraint api_keys_key_hash unique (key_hash);
alter table api_keys add constraint api_keys_owner foreign key (owner_id) references teammates (id);
create index api_keys_of_owner on api_keys (owner_id) where owner_id is not null;

-- How often something was tried within a window of time: sign-ins by address and by e-mail, links by address.
create table attempt_counts (
  key text not null,
  window_started_at timestamptz not null,
  count integer not null
);
alter table attempt_counts add constraint attempt_counts_pkey primary key (key);
create index attempt_counts_by_age on attempt_counts (window_started_at);

create index audit_by_time on audit (at, id);
create index audit_of_actor on audit (actor_id, at);
