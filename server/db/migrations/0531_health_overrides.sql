-- What a person says a score is, beside what the model says; how scores of accounts come to one of their organization.

create table health_overrides (
  account_id uuid not null,
  id uuid not null,
  score_id uuid not null,
  value numeric not null,
  reason text not null,
  expires_on date not null,
  given_at timestamptz not null,
  given_by_id text not null,
  given_by_name text not null,
  -- Taken back, or replaced by another; one that only expires stays without.
  ended_at timestamptz,
  ended_by_name text
);
alter table health_overrides add constraint health_overrides_pkey primary key (account_id, id);
alter table health_overrides add constraint health_overrides_value check (value between 0 and 100);
create unique index health_overrides_one_open on health_overrides (account_id, score_id) where ended_at is null;

alter table health_scores add column roll_up text not null default 'arr-weighted';
alter table health_scores add constraint health_scores_roll_up check (roll_up in ('arr-weighted', 'worst', 'mean'));

-- Each score that exists gets the columns that new ones are made with: the model's value, a person's, the oldest input.
do $$
declare score record;
begin
  for score in select slug from health_scores loop
    execute format('alter table account_derived add column if not exists %I numeric', 'h_' || score.slug || '_model');
    execute format('alter table account_derived add column if not exists %I numeric', 'h_' || score.slug || '_override');
    execute format('alter table account_derived add column if not exists %I date', 'h_' || score.slug || '_oldest');
  end loop;
end $$;
