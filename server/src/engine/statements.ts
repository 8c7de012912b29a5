import { createHash } from "node:crypto";
import { type RawBuilder, sql } from "kysely";
import type { App } from "../kernel/app.ts";
import { systemActor } from "../kernel/context.ts";
import { catalogOf, ruleCatalogOf } from "../objects/index.ts";
import type { ComputeEnvironment, DerivedNode } from "./node.ts";
import { nodesOf } from "./nodes.ts";

/** Raised when the statements around those of the nodes change, so that everything has to be computed anew. */
const engineVersion = 1;

/** A day like any other: the same definitions give the same statements whenever they are asked. */
const someDay = Temporal.Instant.from("2026-01-15T12:00:00Z");

/** By what each node is computed in this release, under the present definitions, as a hash by the node's key. */
export async function presentStatements(app: App): Promise<Map<string, string>> {
  const environment: ComputeEnvironment = {
    ctx: {
      actor: systemActor("statements"),
      now: someDay,
      today: someDay.toZonedDateTimeISO("UTC").toPlainDate(),
      timeZone: "UTC",
      requestId: "statements",
      log: app.log,
    },
    catalog: await catalogOf(app, app.db),
    rules: await ruleCatalogOf(app, app.db),
    env: {
      now: someDay,
      today: someDay.toZonedDateTimeISO("UTC").toPlainDate(),
      timeZone: "UTC",
      fiscalYearStartsInMonth: 1,
    },
  };
  const found = new Map<string, string>();
  for (const node of await nodesOf(app, app.db)) {
    try {
      found.set(node.key, hashOf(node, await partsOf(app, node, environment)));
    } catch (error) {
      // What cannot be said cannot have changed; computing it tells what is wrong.
      app.log.warn({ err: error, node: node.key }, "the statement of a derived value cannot be compiled");
    }
  }
  return found;
}

async function partsOf(app: App, node: DerivedNode, environment: ComputeEnvironment): Promise<unknown[]> {
  const compiled = (builder: RawBuilder<unknown>) => {
    const { sql: text, parameters } = builder.compile(app.db);
    return [text, parameters];
  };
  switch (node.kind) {
    case "source":
      return compiled(await node.select({ ...environment, tx: app.db, scope: sql`any('{}'::uuid[])` }));
    case "expression":
      return Object.entries(node.expressions(environment)).map(([name, each]) => [name, compiled(each)]);
    case "keeping":
      return [node.keep.toString(), node.version ?? 0];
  }
}

function hashOf(node: DerivedNode, parts: unknown[]): string {
  const columns = node.columns.map(({ name, field, whenMissing }) => [name, field.type, whenMissing ?? null]);
  const text = JSON.stringify([engineVersion, node.kind, columns, node.reads, parts]);
  return createHash("sha256").update(text).digest("base64url");
}
