-- What is shipped finds metrics by their role, of which one metric at a time is the holder: the company's own before a shipped one.
update metrics m set role = null
  from (select id, row_number() over (partition by role order by archived_at nulls first, is_shipped, created_at desc, id) as place
          from metrics where role is not null) held
 where held.id = m.id and held.place > 1;
update metrics set role = 'seats-used'
 where slug = 'seat_utilisation' and is_shipped and role is null
   and not exists (select from metrics held where held.role = 'seats-used');

-- A capability of the product whose adoption is followed through its events.
create table features (
  id uuid not null,
  slug text not null,
  name text not null,
  description text not null,
  -- Events that use it, or make what it is about; and events that take that away again, where there are such.
  names text[] not null,
  removed_by text[] not null,
  min_times integer not null,
  min_contacts integer not null,
  window_days integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  archived_at timestamptz
);
alter table features add constraint features_pkey primary key (id);
alter table features add constraint features_slug unique (slug);
alter table features add constraint features_window check (window_days between 1 and 730);
