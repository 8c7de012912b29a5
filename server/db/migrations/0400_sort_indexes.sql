-- Indexes that are made while the product runs, for the orders that people ask long lists for. One form for all: read
-- forwards for a list that goes up, backwards for one that goes down.
create table sort_indexes (
  object text not null,
  field text not null,
  index_name text not null,
  -- The last day on which somebody had to wait for it or the index was read.
  asked_on date not null,
  -- How often the index had been read when it was last looked at.
  scans bigint not null default 0,
  created_at timestamptz not null
);
alter table sort_indexes add constraint sort_indexes_pkey primary key (object, field);
alter table sort_indexes add constraint sort_indexes_index_name unique (index_name);

drop index account_derived_arr;
create index account_derived_arr on account_derived (arr, account_id);
