-- Whose likelihood weighs the expected value: a person's (or their rating's default) before the model's, or the other way.
create table forecast_policy (
  id integer not null,
  likelihood_first text not null
);
alter table forecast_policy add constraint forecast_policy_pkey primary key (id);
alter table forecast_policy add constraint forecast_policy_one_row check (id = 1);
alter table forecast_policy add constraint forecast_policy_first check (likelihood_first in ('people', 'model'));
insert into forecast_policy values (1, 'people');

-- The model's likelihood belongs to what a renewal was at an instant. What holds today has held since it was last worked out;
-- what the model said before then no state tells.
alter table renewal_states add column likelihood_model numeric;
create temporary table cut as
  select s.account_id, s.renewal_id, s.from_at, d.predicted_at, d.likelihood_model
    from renewal_states s
    join renewal_derived d on d.account_id = s.account_id and d.id = s.renewal_id
   where s.to_at = 'infinity' and s.outcome is null and d.likelihood_model is not null;
update renewal_states s set likelihood_model = c.likelihood_model
  from cut c
 where c.account_id = s.account_id and c.renewal_id = s.renewal_id and c.from_at = s.from_at and c.predicted_at <= s.from_at;
insert into renewal_states (account_id, renewal_id, from_at, to_at, contract_id, due_on, currency, target_arr, forecast_arr,
                            final_arr, stage, rating, human_likelihood, owner_id, outcome, timing, booking_type, ordered_on,
                            is_auto_renewed, root_cause, likelihood_model)
  select s.account_id, s.renewal_id, c.predicted_at, 'infinity', s.contract_id, s.due_on, s.currency, s.target_arr, s.forecast_arr,
         s.final_arr, s.stage, s.rating, s.human_likelihood, s.owner_id, s.outcome, s.timing, s.booking_type, s.ordered_on,
         s.is_auto_renewed, s.root_cause, c.likelihood_model
    from renewal_states s
    join cut c on c.account_id = s.account_id and c.renewal_id = s.renewal_id and c.from_at = s.from_at
   where c.predicted_at > s.from_at;
update renewal_states s set to_at = c.predicted_at
  from cut c
 where c.account_id = s.account_id and c.renewal_id = s.renewal_id and c.from_at = s.from_at and c.predicted_at > s.from_at;
drop table cut;
