-- What a person weighs at an account, how they stand to us, and to whom of the account they report.
alter table account_contacts add column influence text;
alter table account_contacts add column sentiment text;
alter table account_contacts add column reports_to_id uuid;
