import type { RuleValues } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import type { Db } from "../kernel/db.ts";
import { bestFirst, found, holds, type ValueRow } from "./values-found.ts";

const mostEvents = 20_000;
const mostNames = 10_000;
/** Values of more characters are read, not chosen. */
const longestShown = 200;

type Within = { event: string | undefined; text: string };

/** The last events of all: found by their time, whatever their number. */
const lastEvents = sql`looked as materialized (
  select event_id, properties from events order by at desc limit ${mostEvents + 1})`;

const named = (event: string | undefined): RawBuilder<boolean> =>
  event === undefined ? sql`true` : sql`event_id = (select id from event_names where name = ${event})`;

/** The names of events; how often each happened among the last ones. */
export async function eventNames(db: Db, text: string): Promise<RuleValues> {
  const { rows } = await sql<ValueRow>`
    with ${lastEvents},
    n as (select id, name as value from event_names limit ${mostNames})
    select value, coalesce(l.count, 0) as count, (select count(*) from looked) as total
      from n left join (select event_id, count(*) as count from looked group by 1) l on l.event_id = n.id
     where ${holds(text)} ${bestFirst(text)}
  `.execute(db);
  return found(rows, mostEvents);
}

/** The names of properties and what they hold: one that holds now a text and now a number is there twice. */
export async function propertyNames(db: Db, { event, text }: Within): Promise<RuleValues> {
  const { rows } = await sql<ValueRow>`
    with ${lastEvents},
    v as (
      select p.key as value, case jsonb_typeof(p.value) when 'string' then 'text' else jsonb_typeof(p.value) end as type
        from looked, jsonb_each(properties) p where ${named(event)}
    )
    select value, type, count(*) as count, (select count(*) from looked) as total from v
     where type in ('text', 'number', 'boolean') and char_length(value) <= ${longestShown} and ${holds(text)}
     group by value, type ${bestFirst(text)}
  `.execute(db);
  return found(rows, mostEvents);
}

/** The texts that a property of events holds. */
export async function propertyValues(
  db: Db,
  { event, name, text }: Within & { name: string },
): Promise<RuleValues> {
  const { rows } = await sql<ValueRow>`
    with ${lastEvents},
    v as (
      select properties ->> ${name} as value from looked
       where ${named(event)} and jsonb_typeof(properties -> ${name}) = 'string'
    )
    select value, count(*) as count, (select count(*) from looked) as total from v
     where char_length(value) between 1 and ${longestShown} and ${holds(text)}
     group by value ${bestFirst(text)}
  `.execute(db);
  return found(rows, mostEvents);
}
