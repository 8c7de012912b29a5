import type pg from "pg";
import { quoteName, readCatalog, type TableCatalog } from "./catalog.ts";

/**
 * Adds what the migrations do not bring because the running product made it: tables, columns, partitions, indexes and
 * constraints that `wanted` has and the database has not.
 */
export async function completeSchema(client: pg.ClientBase, wanted: TableCatalog[]): Promise<void> {
  const present = new Map((await readCatalog(client)).map((table) => [table.name, table]));
  for (const table of wanted) await completeTable(client, table, present.get(table.name));
  for (const table of wanted) {
    const missing = absentFrom(present.get(table.name)?.constraints, table.constraints);
    for (const constraint of missing.filter(({ isForeignKey }) => isForeignKey)) {
      await addConstraint(client, table, constraint);
    }
  }
}

async function completeTable(client: pg.ClientBase, table: TableCatalog, present: TableCatalog | undefined) {
  const name = quoteName(table.name);
  if (present === undefined) {
    const columns = table.columns
      .map((column) => `${quoteName(column.name)} ${column.definition}`)
      .join(", ");
    const partitioned = table.partitionKey === null ? "" : ` PARTITION BY ${table.partitionKey}`;
    await client.query(`CREATE TABLE ${name} (${columns})${partitioned}`);
  }
  for (const column of present === undefined ? [] : absentFrom(present.columns, table.columns)) {
    await client.query(`ALTER TABLE ${name} ADD COLUMN ${quoteName(column.name)} ${column.definition}`);
  }
  for (const partition of absentFrom(present?.partitions, table.partitions)) {
    await client.query(
      `CREATE TABLE ${quoteName(partition.name)} PARTITION OF ${name} ${partition.definition}`,
    );
  }
  for (const constraint of absentFrom(present?.constraints, table.constraints)) {
    if (!constraint.isForeignKey) await addConstraint(client, table, constraint);
  }
  for (const index of absentFrom(present?.indexes, table.indexes)) await client.query(index.definition);
}

/** Takes the foreign keys away while rows arrive in the order of the alphabet. */
export async function dropForeignKeys(client: pg.ClientBase, tables: TableCatalog[]): Promise<void> {
  for (const [table, constraint] of foreignKeys(tables)) {
    await client.query(`ALTER TABLE ${quoteName(table.name)} DROP CONSTRAINT ${quoteName(constraint.name)}`);
  }
}

/** Puts the foreign keys back, which checks every row. */
export async function restoreForeignKeys(client: pg.ClientBase, tables: TableCatalog[]): Promise<void> {
  for (const [table, constraint] of foreignKeys(tables)) await addConstraint(client, table, constraint);
}

/** Lets every identity column go on after the greatest number that was restored. */
export async function restoreIdentities(client: pg.ClientBase, tables: TableCatalog[]): Promise<void> {
  for (const table of tables) {
    for (const column of table.columns.filter(({ isIdentity }) => isIdentity)) {
      await client.query(
        `SELECT setval(pg_get_serial_sequence($1, $2), greatest(1, (SELECT max(${quoteName(column.name)}) FROM ${quoteName(table.name)})),
          EXISTS (SELECT 1 FROM ${quoteName(table.name)}))`,
        [quoteName(table.name), column.name],
      );
    }
  }
}

async function addConstraint(
  client: pg.ClientBase,
  table: TableCatalog,
  { name, definition }: { name: string; definition: string },
) {
  await client.query(`ALTER TABLE ${quoteName(table.name)} ADD CONSTRAINT ${quoteName(name)} ${definition}`);
}

function* foreignKeys(tables: TableCatalog[]) {
  for (const table of tables) {
    for (const constraint of table.constraints)
      if (constraint.isForeignKey) yield [table, constraint] as const;
  }
}

function absentFrom<T extends { name: string }>(present: T[] | undefined, wanted: T[]): T[] {
  const names = new Set(present?.map(({ name }) => name));
  return wanted.filter(({ name }) => !names.has(name));
}
