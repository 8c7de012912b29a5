-- Risks have several secondary causes (0701); what was stored while they had one still names it: rules in whatever holds them,
-- columns of views and tables, the history. A rule that asks from which value to which it changed has no counterpart with
-- several values: it is renamed, and says on its page that it cannot be asked any more.

create function pg_temp.as_list(value jsonb) returns jsonb language sql immutable as $$
  select case when value is null or jsonb_typeof(value) = 'null' then 'null'
              when jsonb_typeof(value) = 'array' then value else jsonb_build_array(value) end
$$;

create function pg_temp.with_causes(stored jsonb) returns jsonb language plpgsql as $$
declare
  rewritten jsonb;
  operator text;
begin
  case jsonb_typeof(stored)
    when 'object' then
      select coalesce(jsonb_object_agg(case key when 'secondaryCause' then 'secondaryCauses' else key end,
                                       pg_temp.with_causes(value)), '{}')
        into rewritten from jsonb_each(stored);
      if stored ->> 'subject' = 'secondaryCause' then
        operator := case when stored ->> 'op' in ('is', 'is-any-of') then 'has-any'
                         when stored ->> 'op' in ('is-not', 'is-none-of') then 'has-none' end;
        if operator is not null then
          rewritten := rewritten || jsonb_build_object('op', operator, 'value', pg_temp.as_list(stored -> 'value'));
        end if;
      end if;
      -- Nothing can be grouped, sorted or laid out by what holds several values.
      if jsonb_typeof(stored -> 'group') = 'object' and stored #>> '{group,field}' = 'secondaryCause' then
        rewritten := rewritten || '{"group": null}';
      end if;
      if stored ->> 'layoutField' = 'secondaryCause' then
        rewritten := rewritten || '{"layout": "table", "layoutField": null}';
      end if;
      if stored ->> 'sort' in ('secondaryCause', '-secondaryCause') then
        rewritten := case when stored ? 'widths' then rewritten || '{"sort": null}' else rewritten - 'sort' end;
      end if;
      if jsonb_typeof(stored -> 'groupBy') = 'array' and jsonb_array_length(stored -> 'groupBy') = 2 then
        rewritten := rewritten || jsonb_build_object('groupBy', (
          select jsonb_agg(g.value order by g.ordinality)
            from jsonb_array_elements(rewritten -> 'groupBy') with ordinality g
           where g.value ->> 'field' <> 'secondaryCauses'));
      end if;
      return rewritten;
    when 'array' then
      select coalesce(jsonb_agg(pg_temp.with_causes(value) order by ordinality), '[]')
        into rewritten from jsonb_array_elements(stored) with ordinality;
      return rewritten;
    when 'string' then
      return case when stored = '"secondaryCause"' then '"secondaryCauses"'::jsonb else stored end;
    else
      return stored;
  end case;
end $$;

do $$
declare
  held record;
begin
  for held in
    select * from (values
      ('views', 'definition'), ('dashboards', 'widgets'), ('segments', 'rule'), ('indicator_definitions', 'rule'),
      ('indicator_definitions', 'clears'), ('playbook_versions', 'definition'), ('health_score_versions', 'model'),
      ('health_backcasts', 'model'), ('metrics', 'source'), ('cadence_steps', 'rule'), ('quality_standards', 'applies_to'), ('quality_standards', 'rule'),
      ('scenarios', 'overrides'), ('templates', 'content'), ('template_versions', 'content'), ('trait_definitions', 'validation')
    ) as each (table_name, column_name)
  loop
    execute format('update %1$I set %2$I = pg_temp.with_causes(%2$I) where %2$I::text like ''%%"secondaryCause"%%''
                       or %2$I::text like ''%%"-secondaryCause"%%''', held.table_name, held.column_name);
  end loop;
  for held in
    select unnest(array['segments', 'indicator_definitions', 'health_score_versions', 'cadence_steps']) as table_name
  loop
    execute format('update %I set reads = array_replace(reads, ''risk/secondaryCause'', ''risk/secondaryCauses'')
                     where ''risk/secondaryCause'' = any(reads)', held.table_name);
  end loop;
  -- What lies below an account may lie on another machine, which does not know the functions: worked out here, written row by row.
  for held in
    select 'tasks' as table_name, account_id, id, completes_when from tasks where completes_when::text like '%"secondaryCause"%'
    union all
    select 'milestones', account_id, id, completes_when from milestones where completes_when::text like '%"secondaryCause"%'
  loop
    execute format('update %I set completes_when = $1 where account_id = $2 and id = $3', held.table_name)
      using pg_temp.with_causes(held.completes_when), held.account_id, held.id;
  end loop;
end $$;

update history
   set field = 'secondaryCauses',
       old = case when jsonb_typeof(old) = 'string' then jsonb_build_array(old) else old end,
       new = case when jsonb_typeof(new) = 'string' then jsonb_build_array(new) else new end
 where object = 'risk' and field = 'secondaryCause';

drop function pg_temp.with_causes(jsonb);
drop function pg_temp.as_list(jsonb);
