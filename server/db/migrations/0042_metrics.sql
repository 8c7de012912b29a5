-- Numbers per account over rolling windows. Their values are columns `m_<slug>` of account_derived, with
-- `_prev`, `_change` and `_change_pct` beside them.

create table metrics (
  id uuid not null,
  slug text not null,
  name text not null,
  description text not null,
  source jsonb not null,
  window_days integer not null,
  role text,
  is_shipped boolean not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  archived_at timestamptz
);
alter table metrics add constraint metrics_pkey primary key (id);
alter table metrics add constraint metrics_slug unique (slug);
alter table metrics add constraint metrics_window check (window_days between 1 and 730);

-- Metrics that come already counted. `on` of a month is its first day.
create table metric_values (
  account_id uuid not null,
  metric_id uuid not null,
  "on" date not null,
  grain text not null,
  value numeric not null
);
alter table metric_values add constraint metric_values_pkey primary key (account_id, metric_id, "on");
alter table metric_values add constraint metric_values_grain check (grain in ('day', 'month'));
create index metric_values_by_date on metric_values (metric_id, "on");

alter table account_derived
  add column first_seen_at timestamptz,
  add column last_seen_at timestamptz;
