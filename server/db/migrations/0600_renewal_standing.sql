-- Where a renewal stands on its cadence and how far the model is from people, so that both can be filtered and sorted by;
-- what the rules of the steps read, for the order of computation.
alter table renewal_derived add column standing text, add column days_behind integer, add column likelihood_gap numeric;
alter table renewal_derived add constraint renewal_derived_standing check (standing in ('on-track', 'behind', 'closed'));
alter table cadence_steps add column reads text[] not null default '{}';
