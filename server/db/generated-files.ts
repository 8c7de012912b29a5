import { resolve } from "node:path";
import pg from "pg";
import { migrate } from "../src/kernel/database/migrate.ts";
import { clientConfig, createPool } from "../src/kernel/database/pool.ts";
import { dumpSchema } from "./dump-schema.ts";
import { tableTypes } from "./table-types.ts";

const db = import.meta.dirname;

/** The path and the text that each generated file should have, from the migrations run on a fresh database of the server at `url`. */
export async function generatedFiles(url: string): Promise<{ path: string; text: string }[]> {
  const name = `perennial_scratch_${process.pid}`;
  const server = new pg.Client(clientConfig(url));
  await server.connect();
  await server.query(`CREATE DATABASE ${name} TEMPLATE template0`);
  const address = new URL(url);
  address.pathname = `/${name}`;
  const pool = createPool(address.href, { max: 4 });
  try {
    const now = Temporal.Instant.from("2026-01-01T00:00:00Z");
    await migrate({ url: address.href, folder: resolve(db, "migrations"), now });
    return [
      { path: resolve(db, "schema.sql"), text: await dumpSchema(pool) },
      { path: resolve(db, "types.ts"), text: await tableTypes(pool) },
    ];
  } finally {
    await pool.end();
    await server.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await server.end();
  }
}
