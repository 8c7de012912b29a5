-- Meetings with accounts, and what contacts answered when they were asked.

create table meetings (
  account_id uuid not null,
  id uuid not null,
  kind text,
  subject text,
  at timestamptz not null,
  ends_at timestamptz,
  status text not null,
  missed_by text,
  author_id uuid,
  author_name text,
  attendees text[] not null default '{}',
  body text,
  outcome text,
  next_step text,
  renewal_id uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  archived_at timestamptz,
  -- Since when it was known of: an import tells of meetings that were long ago.
  known_at timestamptz generated always as (least(created_at, at)) stored
);
alter table meetings add constraint meetings_pkey primary key (account_id, id);
create index meetings_by_id on meetings (id);
create index meetings_by_time on meetings (account_id, at desc);

create table survey_responses (
  account_id uuid not null,
  id uuid not null,
  survey text not null,
  score numeric not null,
  comment text,
  contact_id uuid,
  at timestamptz not null,
  channel text,
  followed_up_at timestamptz,
  followed_up_by uuid,
  follow_up_note text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  archived_at timestamptz,
  -- What NPS calls who answers so; the boundaries are those of Reichheld (2003).
  nps_group text generated always as (case when survey = 'nps' then
    case when score >= 9 then 'promoter' when score >= 7 then 'passive' else 'detractor' end end) stored
);
alter table survey_responses add constraint survey_responses_pkey primary key (account_id, id);
create index survey_responses_by_id on survey_responses (id);
create index survey_responses_by_time on survey_responses (account_id, survey, at desc);
create index survey_responses_of_contact on survey_responses (contact_id) where contact_id is not null;
