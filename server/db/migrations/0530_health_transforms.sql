-- What transforms of health measures look at besides the value: how a number lies in a segment, and what a person says.

-- 101 values each, from the least to the greatest account of the segment, at every hundredth; computed with the baselines.
create table segment_quantiles (
  segment_id uuid not null,
  field text not null,
  quantiles numeric[] not null,
  account_count integer not null,
  computed_at timestamptz not null
);
alter table segment_quantiles add constraint segment_quantiles_pkey primary key (segment_id, field);

create table account_pulses (
  account_id uuid not null,
  id uuid not null,
  sentiment smallint not null,
  note text,
  given_at timestamptz not null,
  given_by_id text not null,
  given_by_name text not null,
  expires_on date not null,
  taken_back_at timestamptz
);
alter table account_pulses add constraint account_pulses_pkey primary key (account_id, id);
alter table account_pulses add constraint account_pulses_sentiment check (sentiment between 1 and 5);

alter table account_derived add column pulse integer;
alter table account_derived add column pulse_given_on date;
alter table account_derived add column pulse_expires_on date;
