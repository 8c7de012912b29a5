-- What a company sets of its risk process beside causes, tiers and departments: one row.
create table risk_settings (
  id smallint not null,
  recurrence_days integer not null
);
alter table risk_settings add constraint risk_settings_pkey primary key (id);
alter table risk_settings add constraint risk_settings_one_row check (id = 1);
alter table risk_settings add constraint risk_settings_recurrence check (recurrence_days between 1 and 3650);
insert into risk_settings (id, recurrence_days) values (1, 180);
