import {
  type PlainRecord,
  quoted,
  quotedTable,
  type Relation,
  type Rule,
  type RuleNode,
} from "@perennial/rules";
import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import type { Db } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { type Catalog, catalogOf, readRecords } from "../objects/index.ts";
import { computedValues } from "./computed-values.ts";
import { plainEvents } from "./plain-events.ts";
import { plainHistory } from "./plain-history.ts";
import { ownNodes } from "./rule-nodes.ts";

/**
 * A record as the rules' interpreter in memory wants it: all its values, and of related records, events and history what
 * these rules ask about.
 * @throws Problem `not-found` when there is no such record
 */
export async function plainRecord(
  app: App,
  object: string,
  id: string,
  rules: readonly Rule[],
): Promise<PlainRecord> {
  const catalog = await catalogOf(app);
  const nodes = rules.flatMap((rule) => [...ownNodes(rule)]);
  const [record] = await plainRecords(app, catalog, object, [id], nodes);
  if (!record) throw problem("not-found", `There is no ${object} with the id ${id}.`);
  return record;
}

/** An account so. */
export function plainAccount(app: App, accountId: string, rules: readonly Rule[]): Promise<PlainRecord> {
  return plainRecord(app, "account", accountId, rules);
}

async function plainRecords(
  app: App,
  catalog: Catalog,
  object: string,
  ids: readonly string[],
  nodes: readonly RuleNode[],
): Promise<PlainRecord[]> {
  const type = catalog.types.get(object);
  if (!type) throw new Error(`Rules ask about “${object}”, which is no object type.`);
  const { db } = app;
  const stored = await readRecords(db, catalog, type, ids);
  const computed = await computedValues(app, type, ids);
  const records = stored.map(
    (record): Record<string, unknown> => ({
      ...record.values,
      ...computed.get(record.id),
      id: record.id,
      accountId: record.accountId,
      createdAt: record.createdAt,
      updatedAt: record.updatedAt,
    }),
  );
  for (const record of records) {
    const here = { table: type.table, id: String(record.id) };
    for (const [relation, asked] of relationsIn(nodes)) {
      const related = await relatedIds(db, here, relation, asked.table, asked.filter);
      record[relation.memory ?? relation.slug] = await plainRecords(
        app,
        catalog,
        relation.object,
        related,
        asked.nodes,
      );
    }
    for (const [key, events] of await plainEvents(db, here, nodes)) record[key] = events;
    record.history = await plainHistory(db, type, record, nodes);
  }
  return records;
}

type Asked = { table: string; filter: string; nodes: RuleNode[] };

/** The relations asked about, each once, with what is asked of their records. */
function relationsIn(nodes: readonly RuleNode[]): Map<Relation, Asked> {
  const found = new Map<Relation, Asked>();
  for (const node of nodes) {
    if (node.kind !== "related") continue;
    const { relation, object, where } = node;
    if (!object.sql) throw new Error(`“${object.slug}” has no SQL in the catalog.`);
    const filter =
      object.sql.filter?.({
        column: (name) => `"there".${quoted(name)}`,
        today: "",
        param: () => {
          throw new Error("Filters of related records bind no values.");
        },
      }) ?? "true";
    const asked = found.get(relation) ?? { table: object.sql.table, filter, nodes: [] };
    if (where) asked.nodes.push(...ownNodes(where));
    found.set(relation, asked);
  }
  return found;
}

async function relatedIds(
  db: Db,
  here: { table: string; id: string },
  relation: Relation,
  table: string,
  filter: string,
): Promise<string[]> {
  if (!relation.sql) throw new Error(`“${relation.slug}” has no SQL in the catalog.`);
  const { on, through } = relation.sql;
  const tie = (pairs: typeof on, from: string, to: string) =>
    pairs.map(([a, b]) => `"${from}".${quoted(a)} = "${to}".${quoted(b)}`).join(" and ");
  const there = `${quotedTable(table)} "there"`;
  const joins = through
    ? `join ${quotedTable(through.table)} "link" on ${tie(on, "here", "link")} join ${there} on ${tie(through.on, "link", "there")}`
    : `join ${there} on ${tie(on, "here", "there")}`;
  const { rows } = await sql<{ id: string }>`
    select "there".id from ${sql.table(here.table)} "here" ${sql.raw(joins)}
     where "here".id = ${here.id}::uuid and (${sql.raw(filter)})
  `.execute(db);
  return rows.map((row) => row.id);
}
