import type { PlaybookDefinition } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import type { App } from "../kernel/app.ts";
import type { Db, Tx } from "../kernel/db.ts";
import { catalogOf } from "../objects/index.ts";

/** Churned and ignored accounts are left alone unless the playbook says otherwise. A condition over `r` and `r_d`. */
export async function leftOutCondition(
  app: App,
  db: Db | Tx,
  { enrolment }: Pick<PlaybookDefinition, "enrolment">,
): Promise<RawBuilder<boolean>> {
  if (enrolment.includesChurned) return sql<boolean>`false`;
  const fields = (await catalogOf(app, db)).fieldsOf("account");
  const derived = fields.get("lifecycle");
  const said = sql`r.lifecycle_override`;
  const lifecycle = derived
    ? sql`coalesce(${said}, ${sql.id(derived.column.table === "derived" ? "r_d" : "r", derived.column.name)}::text)`
    : said;
  return sql<boolean>`coalesce(${lifecycle} in ('churned', 'ignored'), false)`;
}
