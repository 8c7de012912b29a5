-- What a model of a health score would have said in the past, worked out anew from what is known of it.

create table health_backcasts (
  id uuid not null,
  score_id uuid not null,
  name text not null,
  -- Null: a draft that is no version yet.
  version integer,
  model jsonb not null,
  from_on date not null,
  to_on date not null,
  step text not null,
  status text not null,
  days_done integer not null,
  days_total integer not null,
  error text,
  requested_at timestamptz not null,
  requested_by_name text not null,
  finished_at timestamptz
);
alter table health_backcasts add constraint health_backcasts_pkey primary key (id);
alter table health_backcasts add constraint health_backcasts_step check (step in ('week', 'month'));
alter table health_backcasts add constraint health_backcasts_status
  check (status in ('running', 'done', 'failed', 'cancelled'));

create table health_backcast_values (
  account_id uuid not null,
  backcast_id uuid not null,
  "on" date not null,
  value numeric,
  label text,
  coverage numeric,
  -- Points by the slug of each measure that had data.
  points jsonb not null
);
alter table health_backcast_values add constraint health_backcast_values_pkey primary key (account_id, backcast_id, "on");
create index health_backcast_values_of_day on health_backcast_values (backcast_id, "on");
