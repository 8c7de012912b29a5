-- What must be true of a renewal by when: the ladder from the first look to the end of the late tolerance.
-- Days are counted to expiry, or to the notice deadline; the rows without a touch model are everybody's.
create table cadence_steps (
  slug text not null,
  touch_model text,
  days_before integer not null,
  counted_to text not null,
  label text not null,
  rule jsonb not null,
  position integer not null
);
alter table cadence_steps add constraint cadence_steps_pkey primary key (slug);
alter table cadence_steps add constraint cadence_steps_counted_to check (counted_to in ('expiry', 'notice-deadline'));
insert into cadence_steps (slug, touch_model, days_before, counted_to, label, rule, position) values
  ('owner_set', null, 180, 'expiry', 'Planning view opens, owner set', '{"subject": "ownerId", "op": "is-set"}', 1),
  ('planning', null, 150, 'expiry', 'Planning has started: goals, usage, value',
   '{"subject": "stage", "op": "is-not", "value": "upcoming"}', 2),
  ('priorities', null, 120, 'expiry', 'Priorities reconfirmed with the customer, next step agreed',
   '{"subject": "nextStep", "op": "is-set"}', 3),
  ('proposal', null, 90, 'expiry', 'Notice and proposal sent',
   '{"any": [{"subject": "noticeSentOn", "op": "is-set"}, {"subject": "stage", "op": "is-any-of", "value": ["notice_sent", "in_conversation", "negotiation", "verbal_commit", "renewed", "churned"]}]}', 4),
  ('negotiation', null, 60, 'expiry', 'Negotiation has begun',
   '{"subject": "stage", "op": "is-any-of", "value": ["negotiation", "verbal_commit", "renewed", "churned"]}', 5),
  ('commit', null, 30, 'expiry', 'Committed or escalated',
   '{"subject": "rating", "op": "is-any-of", "value": ["commit", "churn_expected", "closed"]}', 6),
  ('expiry', null, 0, 'expiry', 'Expiry: the outcome is recorded', '{"subject": "outcome", "op": "is-set"}', 7),
  ('tolerance', null, -30, 'expiry', 'End of the late tolerance', '{"subject": "outcome", "op": "is-set"}', 8);

-- Renewals as they stood at an instant are read from the first change since of each figure, in this index alone. The list of
-- fields is that of `renewalsAsOf`; all their values are short.
create index history_of_renewal_figures on history (account_id, object_id, field, at, id) include (old)
  where object = 'renewal' and field in (
    'dueOn', 'currency', 'targetArr', 'forecastArr', 'finalArr', 'stage', 'rating', 'humanLikelihood', 'ownerId', 'outcome',
    'timing', 'bookingType', 'orderedOn', 'isAutoRenewed', 'archivedAt');
