-- Metrics may be of contacts: worked out from what each of them did, kept beside the contact's other derived values.
alter table metrics add column object text not null default 'account';
alter table metrics add constraint metrics_object check (object in ('account', 'contact'));
