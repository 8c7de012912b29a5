-- A risk may have several secondary causes, and may be one that comes back: of the same cause, or soon after one was left.
alter table risks add column secondary_causes text[];
alter table risks add column recurrence text;
alter table risks add column recurrence_of_id uuid;

update risks set secondary_causes = array[secondary_cause] where secondary_cause is not null;

update risks r
   set recurrence = e.recurrence, recurrence_of_id = e.id
  from (
    select distinct on (l.account_id, l.id) l.account_id, l.id as later_id, e.id,
           case when e.root_cause = l.root_cause then 'same-cause' else 'soon-after' end as recurrence
      from risks l join risks e on e.account_id = l.account_id and e.raised_at < l.raised_at
     where l.archived_at is null and e.archived_at is null and e.status <> 'withdrawn'
       and (e.root_cause = l.root_cause or e.left_at > l.raised_at - interval '180 days' and e.left_at <= l.raised_at)
     order by l.account_id, l.id, e.root_cause = l.root_cause desc, e.raised_at desc) e
 where e.account_id = r.account_id and e.later_id = r.id;
