import type { CountOperator, EventCountNode, EventScope, EventTimeNode } from "../rule.ts";
import { dateText, instantText, startOfDay } from "../values/day-range.ts";
import { eventWindow } from "../values/event-window.ts";
import type { CompileNode } from "./compile-related.ts";
import { quoted, quotedTable } from "./identifier.ts";
import { joinCondition, type ObjectScope, type Statement } from "./scope.ts";

const sqlOf: Record<CountOperator, string> = {
  "at-least": ">=",
  "at-most": "<=",
  exactly: "=",
  "more-than": ">",
  "fewer-than": "<",
};

/** How often the event happened against how often is asked: from the daily counts, or from the rows where properties are asked. */
export function compileEventCount(
  node: EventCountNode,
  here: ObjectScope,
  statement: Statement,
  compile: CompileNode,
): string {
  const count =
    node.where === undefined ? dailyCount(node, here, statement) : rawCount(node, here, statement, compile);
  return `${count} ${sqlOf[node.count.op]} ${statement.param(node.count.value, "bigint")}`;
}

/** The instant of the first or last such event; NULL when there is none. */
export function eventTimeSql(
  node: EventTimeNode,
  here: ObjectScope,
  statement: Statement,
  compile: CompileNode,
): string {
  const rows = rawRows(node, here, statement, compile);
  return `(SELECT ${node.time === "first" ? "min" : "max"}(${rows.at}) ${rows.sql})`;
}

function dailyCount(node: EventScope, here: ObjectScope, statement: Statement): string {
  const { daily, alias, tests } = opened("daily", node, here, statement);
  const day = `${quoted(alias)}.${quoted(daily.day)}`;
  const { from, until } = eventWindow(node.withinDays, statement.env);
  if (from !== undefined) tests.push(`${day} >= ${statement.param(dateText(from), "date")}`);
  if (until !== undefined) tests.push(`${day} < ${statement.param(dateText(until), "date")}`);
  const sum = `coalesce(sum(${quoted(alias)}.${quoted(daily.count)}), 0)`;
  return `(SELECT ${sum} FROM ${quotedTable(daily.table)} ${quoted(alias)} WHERE ${tests.join(" AND ")})`;
}

function rawCount(node: EventScope, here: ObjectScope, statement: Statement, compile: CompileNode): string {
  const rows = rawRows(node, here, statement, compile);
  const sum = rows.count === undefined ? "count(*)" : `coalesce(sum(${rows.count}), 0)`;
  return `(SELECT ${sum} ${rows.sql})`;
}

function rawRows(node: EventScope, here: ObjectScope, statement: Statement, compile: CompileNode) {
  const { raw, alias, tests } = opened("raw", node, here, statement);
  const at = `${quoted(alias)}.${quoted(raw.at)}`;
  const bound = (date: Temporal.PlainDate): string =>
    statement.param(instantText(startOfDay(date, statement.env)), "timestamptz");
  const { from, until } = eventWindow(node.withinDays, statement.env);
  if (from !== undefined) tests.push(`${at} >= ${bound(from)}`);
  if (until !== undefined) tests.push(`${at} < ${bound(until)}`);
  if (node.where !== undefined) {
    const events: ObjectScope = { object: node.where.object, alias, tables: new Set() };
    tests.push(compile(node.where.root, events, statement));
  }
  return {
    at,
    count: raw.count === undefined ? undefined : `${quoted(alias)}.${quoted(raw.count)}`,
    sql: `FROM ${quotedTable(raw.table)} ${quoted(alias)} WHERE ${tests.join(" AND ")}`,
  };
}

/** The table under an alias, tied to the record here and to the event's name. */
function opened(from: "daily" | "raw", node: EventScope, here: ObjectScope, statement: Statement) {
  const { sql } = node.source;
  if (sql === undefined) throw new Error(`The events of “${here.object.slug}” have no SQL in the catalog.`);
  const alias = statement.nextAlias();
  const eventId = `${quoted(alias)}.${quoted(sql[from].eventId)}`;
  const name = statement.param(node.name, "text");
  const { names } = sql;
  const test =
    names === undefined
      ? `${eventId} = ${name}`
      : `${eventId} IN (SELECT ${quoted(names.id)} FROM ${quotedTable(names.table)} WHERE ${quoted(names.name)} = ${name})`;
  return { ...sql, alias, tests: [joinCondition(sql[from].on, here.alias, alias), test] };
}
