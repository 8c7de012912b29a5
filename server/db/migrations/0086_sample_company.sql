-- Where the sample company stands: filled or removed in the background, told on the screen meanwhile.
create table sample_company (
  id smallint not null,
  status text not null,
  step text,
  done integer not null,
  started_at timestamptz,
  finished_at timestamptz,
  error text
);
alter table sample_company add constraint sample_company_pkey primary key (id);
alter table sample_company add constraint sample_company_one_row check (id = 1);
alter table sample_company add constraint sample_company_status
  check (status in ('absent', 'filling', 'present', 'removing', 'failed'));
insert into sample_company (id, status, done) values (1, 'absent', 0);
