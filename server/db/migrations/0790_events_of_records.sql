-- What rules ask of a contact's or an organization's own events. Events lie with their accounts: over the links to these
-- they are found by the account's index, and no second one has to be kept while they come in.
create view contact_events as
  select l.contact_id, e.event_id, e.at, e.count, e.properties
    from account_contacts l join events e on e.account_id = l.account_id and e.contact_id = l.contact_id;

create view organization_events as
  select a.organization_id, e.event_id, e.at, e.count, e.properties
    from accounts a join events e on e.account_id = a.id
   where a.organization_id is not null and a.archived_at is null;

create view organization_event_days as
  select a.organization_id, d.event_id, d.day, d.count
    from accounts a join event_days d on d.account_id = a.id
   where a.organization_id is not null and a.archived_at is null;
