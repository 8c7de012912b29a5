-- A contract whose lines all went on under another one: it keeps its dates as signed, and nothing falls due on it.
alter table contracts add column merged_into_id uuid;
