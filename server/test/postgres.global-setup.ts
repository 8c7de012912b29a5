import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { migrate } from "../src/kernel/database/migrate.ts";
import { clientConfig } from "../src/kernel/database/pool.ts";
import { installJobQueue } from "../src/kernel/jobs/index.ts";
import { startTestServer } from "./test-server.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** A server on which test databases are made, and the migrated one they are copies of. */
    postgres: { url: string; template: string };
  }
}

const migrations = resolve(import.meta.dirname, "../db/migrations");

/**
 * One PostgreSQL per test run: an embedded one in a folder of its own, or the one at TEST_DATABASE_URL. On it a database
 * with all migrations, which `createTestDatabase` copies.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTestServer();
  const template = `perennial_template_${randomBytes(6).toString("hex")}`;
  try {
    await onServer(server.url, `CREATE DATABASE ${template}`);
    await migrate({
      url: withDatabase(server.url, template),
      folder: migrations,
      now: Temporal.Instant.from("2026-01-01T00:00:00Z"),
    });
    await installJobQueue(withDatabase(server.url, template));
  } catch (error) {
    await server.stop();
    throw error;
  }
  project.provide("postgres", { url: server.url, template });
  return async () => {
    if (server.isShared) await onServer(server.url, `DROP DATABASE IF EXISTS ${template} WITH (FORCE)`);
    await server.stop();
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client(clientConfig(url));
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, database: string): string {
  const address = new URL(url);
  address.pathname = `/${database}`;
  return address.href;
}
