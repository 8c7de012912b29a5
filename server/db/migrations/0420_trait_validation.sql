-- What a trait's values must be, how they are shown, where the trait stands among those of its group, and who has the
-- last word about its values.
alter table trait_definitions add column validation jsonb not null default '{}';
alter table trait_definitions add column format jsonb not null default '{}';
alter table trait_definitions add column position integer not null default 0;
alter table trait_definitions add column owner text not null default 'source-wins';
alter table trait_definitions add constraint trait_definitions_owner check (owner in ('source-wins', 'local-wins'));
