-- A merge also moves traits that name the record: a table may have several columns that do, so each row moved is written
-- down with its column.
alter table merge_rows add column column_name text not null default '';
update merge_rows j set column_name =
         case when m.object = 'account' then 'account_id'
              when j.table_name = 'tasks' then 'assignee_contact_id'
              when j.table_name = 'tickets' then 'requester_id'
              when j.table_name in ('segment_record_links', 'external_ids') then 'object_id'
              else 'contact_id' end
  from merges m where m.id = j.merge_id;
-- What has an id of its own is found by it, whichever account it lies below by then.
update merge_rows set key = key - 'account_id' where column_name <> 'account_id' and key ? 'id';
alter table merge_rows drop constraint merge_rows_pkey;
alter table merge_rows add constraint merge_rows_pkey primary key (merge_id, table_name, column_name, key);
