-- What the job queue needs beside its library's own schema (graphile_worker, which the library installs and upgrades).

-- A worker lives as long as its row is young. Transactions of its jobs pin the row; who removes it takes the jobs over.
create table job_worker (
  id text not null,
  heartbeat_at timestamptz not null
);
alter table job_worker add constraint job_worker_pkey primary key (id);

-- Up to which instant of the application's clock a cron has been seen to.
create table job_cron (
  name text not null,
  fired_until timestamptz not null
);
alter table job_cron add constraint job_cron_pkey primary key (name);

-- How far the application's clock is ahead of the database's, where it was set on purpose (PERENNIAL_NOW).
create table job_clock (
  id smallint not null,
  offset_ms bigint not null
);
alter table job_clock add constraint job_clock_pkey primary key (id);
alter table job_clock add constraint job_clock_one_row check (id = 1);
