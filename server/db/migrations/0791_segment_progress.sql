-- How far it is worked out which contacts or organizations a segment holds, after its definition changed.
alter table segments
  add column refresh_requested_at timestamptz,
  add column refresh_done integer not null default 0,
  add column refresh_total integer;
