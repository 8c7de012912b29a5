-- By what each derived value that is stored was computed: a hash of its compiled statement. What a release computes by another
-- statement is computed anew when its worker starts.
create table engine_statements (
  node_key text not null,
  statement text not null
);
alter table engine_statements add constraint engine_statements_pkey primary key (node_key);
