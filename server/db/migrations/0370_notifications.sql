-- What people are told, once each: `cause` names the happening, so that it reaches nobody twice.
create table notifications (
  id uuid not null,
  teammate_id uuid not null,
  kind text not null,
  cause text not null,
  title text not null,
  body text not null,
  href text not null,
  actor_name text not null,
  at timestamptz not null,
  is_in_inbox boolean not null,
  read_at timestamptz,
  -- Waits for the next daily digest.
  is_for_digest boolean not null,
  digested_at timestamptz
);
alter table notifications add constraint notifications_pkey primary key (teammate_id, id);
alter table notifications add constraint notifications_cause unique (teammate_id, cause);
alter table notifications add constraint notifications_teammate foreign key (teammate_id) references teammates (id) on delete cascade;
create index notifications_unread on notifications (teammate_id) where read_at is null and is_in_inbox;
create index notifications_undigested on notifications (teammate_id) where is_for_digest and digested_at is null;

-- Where one person wants one kind; kinds without a row go where the product sends them.
create table notification_preferences (
  teammate_id uuid not null,
  kind text not null,
  in_app boolean not null,
  email text not null,
  slack boolean not null
);
alter table notification_preferences add constraint notification_preferences_pkey primary key (teammate_id, kind);
alter table notification_preferences add constraint notification_preferences_email check (email in ('off', 'at-once', 'daily'));
alter table notification_preferences add constraint notification_preferences_teammate
  foreign key (teammate_id) references teammates (id) on delete cascade;

-- Quiet hours and the hour of the digest, on the person's own clock.
create table notification_hours (
  teammate_id uuid not null,
  time_zone text,
  quiet_from time,
  quiet_until time,
  digest_at time not null,
  digested_on date
);
alter table notification_hours add constraint notification_hours_pkey primary key (teammate_id);
alter table notification_hours add constraint notification_hours_teammate foreign key (teammate_id) references teammates (id) on delete cascade;

-- The Slack workspace; the token is sealed with the installation's secret.
create table slack_settings (
  id smallint not null,
  sealed_token text,
  api_url text,
  channel text,
  team text,
  updated_at timestamptz
);
alter table slack_settings add constraint slack_settings_pkey primary key (id);
alter table slack_settings add constraint slack_settings_one_row check (id = 1);
insert into slack_settings (id) values (1);

-- What was handed over to Slack: written before, so that nothing is posted twice.
create table slack_posts (
  id uuid not null,
  handed_over_at timestamptz not null
);
alter table slack_posts add constraint slack_posts_pkey primary key (id);
