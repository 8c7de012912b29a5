-- Health scores. A score's model is kept by version; its value, label and coverage are columns `h_<slug>…` of account_derived,
-- the points of its measures columns `h_<slug>_p<number>`.

create table health_scores (
  id uuid not null,
  slug text not null,
  name text not null,
  description text not null,
  is_primary boolean not null,
  version integer not null,
  is_shipped boolean not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  archived_at timestamptz
);
alter table health_scores add constraint health_scores_pkey primary key (id);
alter table health_scores add constraint health_scores_slug unique (slug);
create unique index health_scores_primary on health_scores (is_primary) where is_primary and archived_at is null;

create table health_score_versions (
  score_id uuid not null,
  version integer not null,
  model jsonb not null,
  reads text[] not null,
  actor_kind text not null,
  actor_id text not null,
  actor_name text not null,
  at timestamptz not null
);
alter table health_score_versions add constraint health_score_versions_pkey primary key (score_id, version);

-- Which points column a measure has; a measure keeps it over all versions.
create table health_measures (
  score_id uuid not null,
  slug text not null,
  number integer not null
);
alter table health_measures add constraint health_measures_pkey primary key (score_id, slug);
alter table health_measures add constraint health_measures_number unique (score_id, number);

-- The labels that scores had at an instant.
create index history_of_scores on history (field, account_id, at desc, id desc) where field like 'score:%';
