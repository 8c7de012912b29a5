-- What found a risk first, as its indicator is called in rules: kept on the risk, so that lists and reports can ask for it.
alter table risks add column found_by text;
update risks r set found_by = i.definition
  from indicators i where i.account_id = r.account_id and i.id = r.indicator_id;
