-- What ships named the score Overall, although a company may choose another primary one. Only what still reads as it was shipped.

update segments
   set rule = '{"subject": "primaryScore", "op": "less-than", "value": 40}', reads = array['primaryScore'],
       description = case description when 'The overall health score is below 40.' then 'The primary health score is below 40.'
                     else description end
 where slug = 'at_risk' and is_shipped and rule = '{"subject": "score:overall", "op": "less-than", "value": 40}';

update indicator_definitions
   set threshold = '{"subject": "primaryScore", "op": "less-than", "value": 40}',
       reads = array_replace(reads, 'score:overall', 'primaryScore'),
       description = case description when 'The overall health score is below 40.' then 'The primary health score is below 40.'
                     else description end,
       message = case message when 'Health is {{ account.scores.overall | round }}.'
                 then 'Health is {{ account.primary_score | round }}.' else message end
 where slug = 'health_at_risk' and is_shipped and zones = '[]' and rule is null
   and threshold = '{"subject": "score:overall", "op": "less-than", "value": 40}';

-- A dashboard that somebody arranged keeps its places; its widgets are taken one by one.
update dashboards d
   set widgets = (
     select jsonb_agg(
              case when w.value ->> 'object' <> 'account' then w.value
                   when w.value ->> 'title' in ('ARR by CSM and health', 'At-risk ARR by CSM')
                    and w.value -> 'groupBy' = '[{"field": "keyRole:csm"}, {"field": "score:overall.label"}]'
                   then jsonb_set(w.value, '{groupBy,1,field}', '"primaryScore.label"')
                   when w.value ->> 'title' = 'ARR by health' and w.value -> 'groupBy' = '[{"field": "score:overall.label"}]'
                   then jsonb_set(w.value, '{groupBy,0,field}', '"primaryScore.label"')
                   when w.value ->> 'title' = 'The book'
                    and w.value -> 'columns' = '["name", "arr", "score:overall", "nextRenewalOn", "role:usage", "role:usage.changePct", "metric:days_since_last_seen", "role:seats-used", "metric:open_tickets", "keyRole:csm"]'
                   then jsonb_set(w.value, '{columns,2}', '"primaryScore"')
                   else w.value end order by w.ordinality)
       from jsonb_array_elements(d.widgets) with ordinality w)
 where d.slug in ('cs_leadership', 'book_of_business') and d.widgets::text like '%score:overall%';
