-- What retention is aimed at: of the whole company (no field), or of the accounts whose field has a value. 1 is 100 %.
create table retention_targets (
  field text not null,
  value text not null,
  measure text not null,
  good numeric not null,
  great numeric not null
);
alter table retention_targets add constraint retention_targets_pkey primary key (field, value, measure);
alter table retention_targets add constraint retention_targets_measure check (measure in ('nrr', 'grr', 'logoRetention'));
alter table retention_targets add constraint retention_targets_order check (great >= good and good >= 0);
