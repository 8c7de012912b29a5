import type { Metric } from "@perennial/contract";
import { checkRule, compileRule, type Env, type Rule, type Catalog as RuleCatalog } from "@perennial/rules";
import { type RawBuilder, sql } from "kysely";
import { boundText } from "../../objects/index.ts";
import { dayOf, type RowFacts } from "../row-facts.sql.ts";
import type { SourceOf } from "../source-kind.ts";

type Source = Omit<SourceOf<"event-values">, "kind">;
type AskedOfEvents = { eventIds: ReadonlyMap<string, readonly number[]>; rules: RuleCatalog; env: Env };

const happenedAt = sql`e.at`;

/** The events themselves as rows of facts; a row that stands for N occurrences counts N times. */
export function eventFacts(
  metric: Metric,
  source: Source,
  asked: AskedOfEvents,
  { from, ownerId }: Pick<RowFacts, "from" | "ownerId">,
): RowFacts {
  const name = source.property ?? "";
  return {
    from,
    ownerId,
    fits: isWanted(source, asked.eventIds.get(metric.id) ?? [], asked),
    at: happenedAt,
    isDate: false,
    weight: sql`e.count`,
    // Missing where the property holds something else.
    number: sql`case when jsonb_typeof(e.properties -> ${name}) = 'number' then (e.properties ->> ${name})::numeric end`,
    distinct: sql`e.contact_id`,
  };
}

/** These events of one owner as facts that an explanation shows, each with a word beside it and what it leads to. */
export function selectEventFacts(
  facts: RowFacts,
  { property }: Source,
  timeZone: string,
  { ownerId, note, id }: { ownerId: string; note: RawBuilder<unknown>; id: RawBuilder<unknown> },
): RawBuilder<unknown> {
  return sql`
    select ${dayOf(facts, timeZone)} as day, e.at, (select name from event_names n where n.id = e.event_id) as label,
           coalesce(e.properties -> ${property ?? ""}, to_jsonb(e.count)) as seen, ${note} as note, ${id} as id
      from ${facts.from} where ${facts.ownerId} = ${ownerId}::uuid and (${facts.fits})`;
}

/** The events of a metric, by name and by the rule about their properties. */
function isWanted(
  source: Source,
  eventIds: readonly number[],
  { rules, env }: AskedOfEvents,
): RawBuilder<unknown> {
  const named = source.names.length === 0 ? sql`true` : sql`e.event_id = any(${[...eventIds]}::integer[])`;
  const rule = propertyRule(source, rules);
  // A filter that cannot be asked any more fits nothing, rather than everything.
  if (rule === undefined) return source.where ? sql`false` : named;
  const params: unknown[] = [];
  const compiled = compileRule(rule, { alias: "e", env, params });
  return sql`${named} and (${boundText(compiled.sql, params)})`;
}

/** The rule about each event's properties; nothing where none is asked, or where it cannot be asked any more. */
function propertyRule(source: Source, rules: RuleCatalog): Rule | undefined {
  if (!source.where) return undefined;
  const checked = checkRule({ events: source.names[0] ?? "any", where: source.where }, rules, "account");
  if ("problems" in checked || !("where" in checked.rule.root)) return undefined;
  return checked.rule.root.where;
}
