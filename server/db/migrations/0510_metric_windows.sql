-- Windows that are no number of days: weeks, months, to date, all time. `window_days` stays, for the release before.
alter table metrics add column time_window jsonb;
-- What a value is divided by; it was a matter of one kind of source before.
alter table metrics add column per text;
alter table metrics add constraint metrics_per check (per in ('seat', 'contact'));
update metrics set per = 'seat' where source ->> 'kind' = 'event-values' and source ->> 'perSeat' = 'true';
