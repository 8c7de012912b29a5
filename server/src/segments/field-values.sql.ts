import type { RuleValues } from "@perennial/contract";
import { compileField, type Field, joinsSql } from "@perennial/rules";
import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import { assertPermitted } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import { problem } from "../kernel/errors.ts";
import { boundText, type ObjectType, ruleCatalogOf, ruleEnv } from "../objects/index.ts";
import { bestFirst, found, holds, type ValueRow } from "./values-found.ts";

const mostRecords = 100_000;
/** Values of more characters are read, not chosen. */
const longestShown = 200;
const written: readonly Field["type"][] = ["text", "long-text", "url", "email", "text-list"];

/** What records that are not archived hold in a field of text. */
export async function fieldValues(
  app: App,
  ctx: Context,
  type: ObjectType,
  name: string,
  text: string,
): Promise<RuleValues> {
  const object = (await ruleCatalogOf(app)).objects.find((each) => each.slug === type.slug);
  const field = object?.fields.find((each) => each.slug === name);
  if (!object || !field?.sql || !written.includes(field.type)) {
    throw problem("invalid-input", `“${name}” is no text of ${type.labelPlural.toLowerCase()}.`, {
      fields: [{ path: "name", message: "the slug of a field that holds text" }],
    });
  }
  // What a record says of its organization.
  if (name.startsWith("organization.")) assertPermitted(ctx, "organizations.read");
  const params: unknown[] = [];
  const compiled = compileField(field, object, { alias: "r", env: await ruleEnv(app, ctx), params });
  const held = boundText(compiled.sql, params);
  const joined = sql.raw(joinsSql(object, "r", compiled.tables));
  const { rows } = await sql<ValueRow>`
    with looked as materialized (
      select ${held} as held
        from (select * from ${sql.table(type.table)} where archived_at is null limit ${mostRecords + 1}) r${joined}
    ),
    v as (
      select value, count(*) as count
        from (select ${field.type === "text-list" ? sql`unnest(held)` : sql`held`} as value from looked) each_value
       group by value
    )
    select value, count, (select count(*) from looked) as total from v
     where char_length(value) <= ${longestShown} and ${holds(text)} ${bestFirst(text)}
  `.execute(app.db);
  return found(rows, mostRecords);
}
