import type { EventSource, JoinColumns } from "../catalog.ts";
import type { CountOperator, EventCountNode, EventScope, EventTimeNode } from "../rule.ts";
import { dateText, dayOf, instantText, startOf } from "../values/day-range.ts";
import { eventWindow } from "../values/event-window.ts";
import type { CompileNode } from "./compile-related.ts";
import { quoted, quotedTable } from "./identifier.ts";
import { joinCondition, type ObjectScope, type Statement } from "./scope.ts";

const comparisons: Record<
  CountOperator,
  { sql: string; opposite: string; holdsForNone(asked: number): boolean }
> = {
  "at-least": { sql: ">=", opposite: "<", holdsForNone: (asked) => asked === 0 },
  "at-most": { sql: "<=", opposite: ">", holdsForNone: () => true },
  exactly: { sql: "=", opposite: "<>", holdsForNone: (asked) => asked === 0 },
  "more-than": { sql: ">", opposite: "<=", holdsForNone: () => false },
  "fewer-than": { sql: "<", opposite: ">=", holdsForNone: (asked) => asked > 0 },
};

/** How often the event happened against how often is asked: from the daily counts, or from the rows where properties or hours are asked. */
export function compileEventCount(
  node: EventCountNode,
  here: ObjectScope,
  statement: Statement,
  compile: CompileNode,
): string {
  const { daily } = sqlOf(node, here);
  const rows =
    node.where === undefined && node.withinHours === undefined && daily !== undefined
      ? dailyRows(node, daily, here, statement)
      : rawRows(node, here, statement, compile);
  const { sql, opposite, holdsForNone } = comparisons[node.count.op];
  const asked = statement.param(node.count.value, "bigint");
  if (statement.over === "few") {
    return `(SELECT coalesce(${rows.sum}, 0) ${rows.from} AND ${rows.correlation}) ${sql} ${asked}`;
  }
  // Who has no such event is in no group: where that fits, ask for those who do not fit, and turn it round.
  const negated = holdsForNone(node.count.value);
  const grouped = `SELECT ${rows.keys} ${rows.from} GROUP BY ${rows.keys} HAVING ${rows.sum} ${negated ? opposite : sql} ${asked}`;
  return `(${rows.keysHere}) ${negated ? "NOT IN" : "IN"} (${grouped})`;
}

/** The instant of the first or last such event; NULL when there is none. */
export function eventTimeSql(
  node: EventTimeNode,
  here: ObjectScope,
  statement: Statement,
  compile: CompileNode,
): string {
  const { at, from, correlation } = rawRows(node, here, statement, compile);
  return `(SELECT ${node.time === "first" ? "min" : "max"}(${at}) ${from} AND ${correlation})`;
}

type DailySql = NonNullable<NonNullable<EventSource["sql"]>["daily"]>;

interface EventRows {
  /** FROM and WHERE without the tie to the record here. */
  from: string;
  correlation: string;
  /** The columns of the tie, there and here, in the same order. */
  keys: string;
  keysHere: string;
  /** Occurrences, over some of the rows. */
  sum: string;
}

function dailyRows(node: EventScope, daily: DailySql, here: ObjectScope, statement: Statement): EventRows {
  const alias = statement.nextAlias();
  const tests = [nameTest(node, here, `${quoted(alias)}.${quoted(daily.eventId)}`, statement)];
  const day = `${quoted(alias)}.${quoted(daily.day)}`;
  const { from, until } = eventWindow(node, statement.env);
  if (from !== undefined) tests.push(`${day} >= ${statement.param(dateText(dayOf(from)), "date")}`);
  if (until !== undefined) tests.push(`${day} < ${statement.param(dateText(dayOf(until)), "date")}`);
  const sum = `sum(${quoted(alias)}.${quoted(daily.count)})`;
  return { ...tied(daily.on, here.alias, alias), from: fromWhere(daily.table, alias, tests), sum };
}

function rawRows(
  node: EventScope,
  here: ObjectScope,
  statement: Statement,
  compile: CompileNode,
): EventRows & { at: string } {
  const { raw } = sqlOf(node, here);
  const alias = statement.nextAlias();
  const tests = [nameTest(node, here, `${quoted(alias)}.${quoted(raw.eventId)}`, statement)];
  const at = `${quoted(alias)}.${quoted(raw.at)}`;
  const bound = (moment: Temporal.PlainDate | Temporal.Instant): string =>
    statement.param(instantText(startOf(moment, statement.env)), "timestamptz");
  const { from, until } = eventWindow(node, statement.env);
  if (from !== undefined) tests.push(`${at} >= ${bound(from)}`);
  if (until !== undefined) tests.push(`${at} < ${bound(until)}`);
  if (node.where !== undefined) {
    tests.push(compile(node.where.root, { object: node.where.object, alias, tables: new Set() }, statement));
  }
  const sum = raw.count === undefined ? "count(*)" : `sum(${quoted(alias)}.${quoted(raw.count)})`;
  return { ...tied(raw.on, here.alias, alias), from: fromWhere(raw.table, alias, tests), at, sum };
}

function sqlOf(node: EventScope, here: ObjectScope) {
  const { sql } = node.source;
  if (sql === undefined) throw new Error(`The events of “${here.object.slug}” have no SQL in the catalog.`);
  return sql;
}

function nameTest(node: EventScope, here: ObjectScope, eventId: string, statement: Statement): string {
  const { names } = sqlOf(node, here);
  const name = statement.param(node.name, "text");
  if (names === undefined) return `${eventId} = ${name}`;
  const id = `SELECT ${quoted(names.id)} FROM ${quotedTable(names.table)} WHERE ${quoted(names.name)} = ${name}`;
  // A scalar, so that it is looked up once and not joined row by row.
  return `${eventId} = (${id})`;
}

function fromWhere(table: string, alias: string, tests: readonly string[]): string {
  return `FROM ${quotedTable(table)} ${quoted(alias)} WHERE ${tests.join(" AND ")}`;
}

function tied(
  on: JoinColumns,
  here: string,
  there: string,
): Pick<EventRows, "correlation" | "keys" | "keysHere"> {
  return {
    correlation: joinCondition(on, here, there),
    keys: on.map(([, column]) => `${quoted(there)}.${quoted(column)}`).join(", "),
    keysHere: on.map(([column]) => `${quoted(here)}.${quoted(column)}`).join(", "),
  };
}
