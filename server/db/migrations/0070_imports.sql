-- Imports: one record each, with the file's description, its progress, and every row it wrote or refused.

create table imports (
  id uuid not null,
  object text not null,
  source text not null,
  file_name text not null,
  file_bytes bigint not null,
  file_sha256 text not null,
  status text not null,
  origin text not null,
  map jsonb not null,
  inspection jsonb not null,
  permissions text[] not null,
  created_by_id text not null,
  created_by_name text not null,
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  touched_at timestamptz not null,
  is_cancel_requested boolean not null,
  next_line integer not null,
  lines_accepted integer not null,
  lines_rejected integer not null,
  rows_created integer not null,
  rows_updated integer not null,
  rows_unchanged integer not null,
  rows_rejected integer not null,
  dry_run jsonb,
  finding_counts jsonb,
  undo_report jsonb,
  error text
);
alter table imports add constraint imports_pkey primary key (id);
alter table imports add constraint imports_status check (status in
  ('draft', 'checking', 'running', 'done', 'cancelled', 'failed', 'undoing', 'undone'));
alter table imports add constraint imports_origin check (origin in ('web', 'command-line'));
create index imports_by_age on imports (created_at);

-- What each row of the file became: tells a record that stands twice in a file, and what an undo must take back.
create table import_rows (
  import_id uuid not null,
  key text not null,
  line integer not null,
  content text not null,
  outcome text not null,
  object_id uuid,
  account_id uuid
);
alter table import_rows add constraint import_rows_pkey primary key (import_id, key);

create table import_rejects (
  import_id uuid not null,
  line integer not null,
  lines integer not null,
  problems jsonb not null,
  row_values jsonb,
  row_text text
);
alter table import_rejects add constraint import_rejects_pkey primary key (import_id, line);

-- Rows that were taken and contradict something else that is known.
create table import_findings (
  import_id uuid not null,
  kind text not null,
  id uuid not null,
  line integer,
  account_id uuid,
  message text not null
);
alter table import_findings add constraint import_findings_pkey primary key (import_id, kind, id);
