-- A tier may ask for a note from a template, by its slug: whoever records or first reviews the risk answers what it requires.
alter table risk_tiers add column note_template text;
update risk_tiers set note_template = 'red-account-note';

-- Who drives risks and is asked for help with them; an ask that names nobody goes to its department's lead.
create table risk_departments (
  name text not null,
  position integer not null,
  lead_id uuid
);
alter table risk_departments add constraint risk_departments_pkey primary key (name);
insert into risk_departments (name, position) values
  ('Product', 1),
  ('Support', 2),
  ('Services', 3),
  ('Executive', 4),
  ('Sales', 5),
  ('Finance', 6);
