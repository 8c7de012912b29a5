-- Red accounts: what endangers them, who does what about it, and how it ended.

create table risk_root_causes (
  slug text not null,
  name text not null,
  category text not null,
  position integer not null,
  archived_at timestamptz
);
alter table risk_root_causes add constraint risk_root_causes_pkey primary key (slug);

create table risk_tiers (
  tier smallint not null,
  name text not null,
  description text not null,
  review_days integer not null,
  -- A review so many days overdue raises the tier by itself; null: it never does.
  escalates_after_days integer
);
alter table risk_tiers add constraint risk_tiers_pkey primary key (tier);
alter table risk_tiers add constraint risk_tiers_three check (tier between 1 and 3);

create table risks (
  account_id uuid not null,
  id uuid not null,
  summary text not null,
  root_cause text not null,
  secondary_cause text,
  tier text not null,
  status text not null,
  owner_id uuid,
  renewal_id uuid,
  indicator_id uuid,
  project_id uuid,
  arr_at_risk numeric(20, 4),
  arr_saved numeric(20, 4),
  arr_lost numeric(20, 4),
  next_step text,
  next_step_on date,
  reviewed_on date,
  next_review_on date,
  raised_at timestamptz not null,
  raised_by text,
  left_at timestamptz,
  outcome_note text,
  drivers jsonb not null default '{}',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  archived_at timestamptz
);
alter table risks add constraint risks_pkey primary key (account_id, id);
alter table risks add constraint risks_status check (status in ('open', 'monitoring', 'saved', 'lost', 'withdrawn'));
alter table risks add constraint risks_tier check (tier in ('1', '2', '3'));
create index risks_by_id on risks (id);
create index risks_under_way on risks (owner_id, next_review_on) where status in ('open', 'monitoring');

create table risk_asks (
  account_id uuid not null,
  id uuid not null,
  risk_id uuid not null,
  department text not null,
  request text not null,
  owner_id uuid,
  due_on date,
  effort_hours numeric,
  status text not null,
  answer text,
  asked_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
alter table risk_asks add constraint risk_asks_pkey primary key (account_id, id);
alter table risk_asks add constraint risk_asks_risk foreign key (account_id, risk_id) references risks (account_id, id);
alter table risk_asks add constraint risk_asks_status check (status in ('open', 'done', 'declined'));
create index risk_asks_of_risk on risk_asks (account_id, risk_id);
create index risk_asks_by_id on risk_asks (id);

-- The weekly review of a region. `agenda` is what stood on it when it was held.
create table risk_reviews (
  id uuid not null,
  region text not null,
  held_at timestamptz not null,
  held_by text not null,
  attendees uuid[] not null,
  agenda jsonb not null,
  decisions jsonb not null,
  minutes text not null,
  next_at timestamptz
);
alter table risk_reviews add constraint risk_reviews_pkey primary key (id);
create index risk_reviews_of_region on risk_reviews (region, held_at desc);

alter table account_derived add column open_risk_count integer;
alter table account_derived add column risk_tier integer;
alter table account_derived add column risk_review_overdue_days integer;

insert into risk_tiers (tier, name, description, review_days, escalates_after_days) values
  (1, 'Note', 'The risk is recorded; its owner works on it.', 14, null),
  (2, 'Manager', 'The manager helps.', 7, 7),
  (3, 'Cross-functional', 'On the agenda of the weekly review of the region until it is left.', 7, null);
insert into risk_root_causes (slug, name, category, position) values
  ('low_usage', 'Low usage', 'Adoption', 1),
  ('onboarding_stalled', 'Onboarding stalled', 'Adoption', 2),
  ('sponsor_lost', 'Sponsor or champion lost', 'Adoption', 3),
  ('no_value_shown', 'Wrong use case or no value shown', 'Adoption', 4),
  ('training_gap', 'Training gap', 'Adoption', 5),
  ('missing_capability', 'Missing capability', 'Product', 6),
  ('quality', 'Quality or outages', 'Product', 7),
  ('performance', 'Performance', 'Product', 8),
  ('integration', 'Integration', 'Product', 9),
  ('price', 'Price or budget', 'Commercial', 10),
  ('competitor', 'Competitor', 'Commercial', 11),
  ('merger', 'Merger or shutdown', 'Commercial', 12),
  ('support_experience', 'Support experience', 'Commercial', 13);

-- How Today ranks what waits: chances by kind of work, urgency by days left.
create table today_settings (
  id smallint not null,
  formula jsonb not null
);
alter table today_settings add constraint today_settings_pkey primary key (id);
alter table today_settings add constraint today_settings_one_row check (id = 1);
