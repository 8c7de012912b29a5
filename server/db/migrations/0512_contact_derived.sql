-- What is derived of a contact, over all accounts that they belong to; a row for each, written by the live engine.
create table contact_derived (
  id uuid not null,
  last_seen_on date,
  active_days_30d integer,
  active_days_30d_prev integer,
  active_days_30d_change integer
) with (fillfactor = 60);
alter table contact_derived add constraint contact_derived_pkey primary key (id);
