import { type PlainRecord, quoted, quotedTable, type RuleNode } from "@perennial/rules";
import { sql } from "kysely";
import type { Db } from "../kernel/db.ts";

type EventNode = Extract<RuleNode, { kind: "event-count" | "event-time" }>;

/** Events of one name that are read at most; daily counts stand for those where no instant, hour or property is asked. */
const mostEvents = 20_000;

/** The events that these nodes ask about, by the key under which the interpreter looks for them. */
export async function plainEvents(
  db: Db,
  here: { table: string; id: string },
  nodes: readonly RuleNode[],
): Promise<Map<string, PlainRecord[]>> {
  const found = new Map<string, PlainRecord[]>();
  const byName = new Map<string, EventNode[]>();
  for (const node of nodes) {
    if (node.kind !== "event-count" && node.kind !== "event-time") continue;
    byName.set(node.name, [...(byName.get(node.name) ?? []), node]);
  }
  for (const [name, ofName] of byName) {
    const [first] = ofName;
    if (!first) continue;
    const needsRows = ofName.some(
      (node) => node.kind === "event-time" || node.where !== undefined || node.withinHours !== undefined,
    );
    const key = first.source.memory ?? "events";
    const { daily } = sqlOf(first);
    const read =
      needsRows || !daily ? await rawEvents(db, here, first) : await dailyCounts(db, here, first, daily);
    found.set(key, [...(found.get(key) ?? []), ...read.map((event) => ({ name, ...event }))]);
  }
  return found;
}

async function rawEvents(
  db: Db,
  here: { table: string; id: string },
  node: EventNode,
): Promise<PlainRecord[]> {
  const { raw } = sqlOf(node);
  const count = raw.count === undefined ? "1" : `e.${quoted(raw.count)}`;
  const { rows } = await sql<PlainRecord>`
    select ${sql.raw(`e.${quoted(raw.at)}`)} as at, ${sql.raw(count)} as count, ${sql.raw(`e.${quoted(raw.properties)}`)} as properties
      from ${sql.table(here.table)} h join ${sql.raw(quotedTable(raw.table))} e on ${sql.raw(tie(raw.on))}
     where h.id = ${here.id}::uuid and ${nameTest(node, raw.eventId)}
     order by 1 desc limit ${mostEvents}
  `.execute(db);
  return rows;
}

async function dailyCounts(
  db: Db,
  here: { table: string; id: string },
  node: EventNode,
  daily: NonNullable<ReturnType<typeof sqlOf>["daily"]>,
): Promise<PlainRecord[]> {
  const { rows } = await sql<PlainRecord>`
    select ${sql.raw(`e.${quoted(daily.day)}`)} as day, ${sql.raw(`e.${quoted(daily.count)}`)} as count
      from ${sql.table(here.table)} h join ${sql.raw(quotedTable(daily.table))} e on ${sql.raw(tie(daily.on))}
     where h.id = ${here.id}::uuid and ${nameTest(node, daily.eventId)}
  `.execute(db);
  return rows;
}

function sqlOf(node: EventNode) {
  if (!node.source.sql) throw new Error("These events have no SQL in the catalog.");
  return node.source.sql;
}

function tie(on: readonly (readonly [string, string])[]): string {
  return on.map(([a, b]) => `h.${quoted(a)} = e.${quoted(b)}`).join(" and ");
}

function nameTest(node: EventNode, column: string) {
  const { names } = sqlOf(node);
  const id = sql.raw(`e.${quoted(column)}`);
  if (!names) return sql`${id} = ${node.name}`;
  return sql`${id} = (select ${sql.id(names.id)} from ${sql.table(names.table)} where ${sql.id(names.name)} = ${node.name})`;
}
