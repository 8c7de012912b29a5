-- Renewals as they stood: one row for each span of time in which the figures of a renewal were the same. What stood at an
-- instant is read from one index, whatever has changed since; an archived renewal has no row for the time it was away.
create table renewal_states (
  account_id uuid not null,
  renewal_id uuid not null,
  from_at timestamptz not null,
  -- Exclusive; 'infinity' while it still stands.
  to_at timestamptz not null,
  contract_id uuid,
  due_on date not null,
  currency text not null,
  target_arr numeric(20,4) not null,
  forecast_arr numeric(20,4),
  final_arr numeric(20,4),
  stage text not null,
  rating text,
  human_likelihood numeric,
  owner_id uuid,
  outcome text,
  timing text,
  booking_type text,
  ordered_on date,
  is_auto_renewed boolean not null,
  root_cause text
);
alter table renewal_states add constraint renewal_states_pkey primary key (account_id, renewal_id, from_at);
alter table renewal_states add constraint renewal_states_renewal
  foreign key (account_id, renewal_id) references renewals (account_id, id) on delete cascade;
alter table renewal_states add constraint renewal_states_span check (to_at > from_at);
create index renewal_states_due on renewal_states (due_on, to_at, from_at);

-- What the history holds already: a state begins when a renewal was made and at each change since; a figure was then what the
-- first change after says it was before, or what it still is.
insert into renewal_states
select account_id, id, from_at, to_at, (s.f ->> 'contractId')::uuid, (s.f ->> 'dueOn')::date, s.f ->> 'currency',
       (s.f ->> 'targetArr')::numeric, (s.f ->> 'forecastArr')::numeric, (s.f ->> 'finalArr')::numeric, s.f ->> 'stage',
       s.f ->> 'rating', (s.f ->> 'humanLikelihood')::numeric, (s.f ->> 'ownerId')::uuid, s.f ->> 'outcome',
       s.f ->> 'timing', s.f ->> 'bookingType', (s.f ->> 'orderedOn')::date,
       coalesce((s.f ->> 'isAutoRenewed')::boolean, false), s.f ->> 'rootCause'
  from (
    select r.account_id, r.id, b.from_at,
           lead(b.from_at, 1, 'infinity') over (partition by r.account_id, r.id order by b.from_at) as to_at,
           jsonb_build_object(
             'contractId', r.contract_id, 'dueOn', r.due_on, 'currency', r.currency, 'targetArr', r.target_arr,
             'forecastArr', r.forecast_arr, 'finalArr', r.final_arr, 'stage', r.stage, 'rating', r.rating,
             'humanLikelihood', r.human_likelihood, 'ownerId', r.owner_id, 'outcome', r.outcome, 'timing', r.timing,
             'bookingType', r.booking_type, 'orderedOn', r.ordered_on, 'isAutoRenewed', r.is_auto_renewed,
             'rootCause', r.root_cause, 'archivedAt', r.archived_at)
           || coalesce((
             select jsonb_object_agg(case field when 'likelihoodHuman' then 'humanLikelihood' else field end, old)
               from (select distinct on (field) field, old from history h
                      where h.account_id = r.account_id and h.object = 'renewal' and h.object_id = r.id and h.at > b.from_at
                        and field in ('contractId', 'dueOn', 'currency', 'targetArr', 'forecastArr', 'finalArr', 'stage',
                                      'rating', 'humanLikelihood', 'likelihoodHuman', 'ownerId', 'outcome', 'timing',
                                      'bookingType', 'orderedOn', 'isAutoRenewed', 'rootCause', 'archivedAt')
                      order by field, at, id) as first_since), '{}') as f
      from renewals r
      join (select account_id, id, created_at as from_at from renewals
            union
            select h.account_id, h.object_id, h.at from history h
              join renewals o on o.account_id = h.account_id and o.id = h.object_id and h.at > o.created_at
             where h.object = 'renewal') b on b.account_id = r.account_id and b.id = r.id
  ) s
 where s.f ->> 'archivedAt' is null and s.f ->> 'dueOn' is not null and s.f ->> 'stage' is not null
   and s.f ->> 'currency' is not null and s.f ->> 'targetArr' is not null;
