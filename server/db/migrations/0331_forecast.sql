-- What people add to the forecast and aim at. Both are ledgers: nothing in them is changed or removed.

-- A signed amount on a level of the forecast for a period, with its reason. One that is taken back is followed by its opposite.
create table forecast_adjustments (
  id uuid not null,
  period text not null,
  -- company, or region:NAME, manager:ID, owner:ID.
  level text not null,
  amount numeric(20,4) not null,
  reason text not null,
  reverses_id uuid,
  at timestamptz not null,
  actor_kind text not null,
  actor_id text not null,
  actor_name text not null
);
alter table forecast_adjustments add constraint forecast_adjustments_pkey primary key (id);
alter table forecast_adjustments add constraint forecast_adjustments_reversed_once unique (reverses_id);
alter table forecast_adjustments add constraint forecast_adjustments_amount check (amount <> 0);
create index forecast_adjustments_of_period on forecast_adjustments (period, level, at);

-- The target of a period on a level: the last entry holds; a null takes it away.
create table forecast_targets (
  id uuid not null,
  period text not null,
  level text not null,
  amount numeric(20,4),
  at timestamptz not null,
  actor_kind text not null,
  actor_id text not null,
  actor_name text not null
);
alter table forecast_targets add constraint forecast_targets_pkey primary key (id);
alter table forecast_targets add constraint forecast_targets_amount check (amount >= 0);
create index forecast_targets_of_period on forecast_targets (period, level, at desc, id desc);
