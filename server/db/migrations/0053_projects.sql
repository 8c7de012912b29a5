-- Planned work. `account_id` is the nil UUID for internal projects and tasks.
create table projects (
  account_id uuid not null,
  id uuid not null,
  name text not null,
  category text,
  description text,
  status text not null,
  owner_id uuid,
  template_id uuid,
  template_version integer,
  renewal_id uuid,
  starts_on date,
  target_on date,
  completed_on date,
  stuck_after_days integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  archived_at timestamptz
);
alter table projects add constraint projects_pkey primary key (account_id, id);
alter table projects add constraint projects_status check (status in ('not-started', 'active', 'complete', 'cancelled'));
create index projects_by_id on projects (id);

create table milestones (
  account_id uuid not null,
  id uuid not null,
  project_id uuid not null,
  name text not null,
  position integer not null,
  due_on date,
  completed_on date,
  completes_when jsonb
);
alter table milestones add constraint milestones_pkey primary key (account_id, id);
alter table milestones add constraint milestones_project
  foreign key (account_id, project_id) references projects (account_id, id);
create index milestones_of_project on milestones (account_id, project_id, position);

create table tasks (
  account_id uuid not null,
  id uuid not null,
  project_id uuid,
  milestone_id uuid,
  title text not null,
  description text,
  status text not null,
  priority text,
  category text,
  assignee_id uuid,
  assignee_role text,
  assignee_contact_id uuid,
  due_on date,
  completed_at timestamptz,
  is_customer_visible boolean not null,
  renewal_id uuid,
  position integer not null default 0,
  checklist jsonb not null default '[]',
  depends_on uuid[] not null default '{}',
  recurrence jsonb,
  completes_when jsonb,
  template_id uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  archived_at timestamptz
);
alter table tasks add constraint tasks_pkey primary key (account_id, id);
alter table tasks add constraint tasks_project foreign key (account_id, project_id) references projects (account_id, id);
alter table tasks add constraint tasks_milestone foreign key (account_id, milestone_id) references milestones (account_id, id);
alter table tasks add constraint tasks_status check (status in ('open', 'done', 'cancelled'));
create index tasks_by_id on tasks (id);
create index tasks_of_project on tasks (account_id, project_id, position) where project_id is not null;
create index tasks_completing on tasks (account_id) where completes_when is not null;
create index milestones_completing on milestones (account_id) where completes_when is not null;
create index tasks_open_of_assignee on tasks (assignee_id, due_on) where status = 'open';
