import { quoted } from "@perennial/rules";
import { sql } from "kysely";
import { type App, systemContext } from "../kernel/app.ts";
import { boundText, type ObjectType, ruleCatalogOf } from "../objects/index.ts";

/** The values of fields that rules know as SQL expressions only, by record id. */
export async function computedValues(
  app: App,
  type: ObjectType,
  ids: readonly string[],
): Promise<Map<string, Record<string, unknown>>> {
  const object = (await ruleCatalogOf(app)).objects.find((each) => each.slug === type.slug);
  const fields = (object?.fields ?? []).flatMap(({ slug, sql: how }) =>
    how && "expression" in how ? [{ slug, expression: how.expression }] : [],
  );
  if (fields.length === 0 || ids.length === 0) return new Map();
  const { today } = await systemContext(app, "explanation");
  const columns = fields.map((field) => {
    const params: unknown[] = [];
    const expression = field.expression({
      today: today.toString(),
      column: (name) => `r.${quoted(name)}`,
      param(value, cast) {
        params.push(value);
        return `$${params.length}::${cast}`;
      },
    });
    return sql`(${boundText(expression, params)}) as ${sql.id(field.slug)}`;
  });
  const { rows } = await sql<Record<string, unknown>>`
    select r.id, ${sql.join(columns)} from ${sql.table(type.table)} r where r.id = any(${[...ids]}::uuid[])
  `.execute(app.db);
  return new Map(rows.map(({ id, ...values }) => [String(id), values]));
}
