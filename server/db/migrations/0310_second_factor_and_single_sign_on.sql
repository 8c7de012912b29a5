-- A second factor for signing in (what better-auth's plug-in keeps, in our names), and the company's identity provider.

alter table sign_ins add column is_two_factor_on boolean not null default false;

create table two_factors (
  id uuid not null,
  sign_in_id uuid not null,
  -- both encrypted with the installation's secret
  secret text not null,
  recovery_codes text not null,
  -- false until a code of the authenticator was given once
  is_verified boolean not null default true,
  failed_count integer not null default 0,
  locked_until timestamptz
);
alter table two_factors add constraint two_factors_pkey primary key (id);
alter table two_factors add constraint two_factors_sign_in_unique unique (sign_in_id);
alter table two_factors add constraint two_factors_sign_in foreign key (sign_in_id) references sign_ins (id) on delete cascade;

create table single_sign_on (
  id smallint not null,
  label text not null,
  issuer text not null,
  client_id text not null,
  -- encrypted with the installation's secret
  client_secret text not null,
  updated_at timestamptz not null
);
alter table single_sign_on add constraint single_sign_on_pkey primary key (id);
alter table single_sign_on add constraint single_sign_on_one_row check (id = 1);
