-- Calculated traits: a formula instead of values that somebody sets. Their values are columns `t_<slug>` of account_derived,
-- kept true by the live engine. `reads` are the accounts' fields that the formula names, for the order of computation.
alter table trait_definitions
  add column formula text,
  add column reads text[] not null default '{}';
