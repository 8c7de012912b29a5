-- Trigram indexes for the command palette: names and addresses are found by any part of them, and despite typos.
create extension if not exists pg_trgm;
create index accounts_name_trigrams on accounts using gin (lower(name) gin_trgm_ops);
create index contacts_name_trigrams on contacts using gin (lower(name) gin_trgm_ops);
create index contacts_email_trigrams on contacts using gin (lower(email) gin_trgm_ops);
create index organizations_name_trigrams on organizations using gin (lower(name) gin_trgm_ops);
