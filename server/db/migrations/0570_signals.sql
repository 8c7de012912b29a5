-- Who left, in words, for what an indicator says of it.
alter table account_derived add column departed_sponsor_names text;
alter table account_derived add column departed_champion_names text;

-- The Slack channel in which what a definition raises is told, besides its owner.
alter table indicator_definitions add column slack_channel text;

-- Where Slack tells one person of one kind; null for choices of before: `slack` says whether by direct message.
alter table notification_preferences add column slack_to text;
alter table notification_preferences add constraint notification_preferences_slack_to
  check (slack_to in ('off', 'direct', 'channel'));
-- The person's own channel, such as that of their team.
alter table notification_hours add column slack_channel text;
