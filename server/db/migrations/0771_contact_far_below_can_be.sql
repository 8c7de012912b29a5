-- “Contact is far below the usual” shipped with bounds below zero, where no number of contacts ever is. Those nobody has edited.

update indicator_definitions
   set rule = '{"subject": "metric:contact_frequency_90d", "op": "deviates-from-baseline", "value": {"segments": ["high_touch", "medium_touch", "low_touch"], "atLeast": 1, "direction": "below"}}',
       reads = array_replace(reads, 'metric:contact_frequency_30d', 'metric:contact_frequency_90d'),
       description = case description
         when 'They ask and write far less than healthy accounts with the same touch model.'
         then 'They hardly ask or write, where healthy accounts with the same touch model do.' else description end,
       message = case
         when message in ('{{ account.metrics.contact_frequency_30d }} contacts in 30 days, far less than healthy accounts of its kind.',
                          '{{ account.metrics.contact_frequency_90d }} contacts in 90 days, far less than healthy accounts of its kind.')
         then '{{ account.metrics.contact_frequency_90d }} contacts in 90 days, less than is usual among healthy accounts of its kind.'
         else message end
 where slug = 'contact_frequency_low' and is_shipped and threshold is null
   and rule - 'value' in ('{"subject": "metric:contact_frequency_30d", "op": "deviates-from-baseline"}',
                          '{"subject": "metric:contact_frequency_90d", "op": "deviates-from-baseline"}')
   and rule -> 'value' in ('{"segments": ["high_touch", "medium_touch", "low_touch"], "atLeast": 2, "direction": "below"}',
                           '{"segments": ["high_touch", "medium_touch", "low_touch"], "atLeast": 1.5, "direction": "below"}');
