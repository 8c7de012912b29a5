import { type RawBuilder, sql } from "kysely";
import type { App } from "../kernel/app.ts";
import { problem } from "../kernel/errors.ts";
import { catalogOf } from "../objects/index.ts";

const ownGroups: Record<string, RawBuilder<unknown>> = {
  stage: sql`r.stage`,
  rating: sql`r.rating`,
  ownerId: sql`r.owner_id::text`,
  outcome: sql`r.outcome`,
  timing: sql`r.timing`,
  bookingType: sql`r.booking_type`,
  rootCause: sql`r.root_cause`,
  month: sql`to_char(r.due_on, 'YYYY-MM')`,
  quarter: sql`to_char(r.due_on, 'YYYY-"Q"Q')`,
};

/**
 * What renewals are grouped by, as SQL over renewals `r`, their accounts `a` and what is derived of these, `d`.
 * @throws Problem `invalid-input` when it is neither of renewals nor a field of accounts
 */
export async function renewalGroup(app: App, slug: string): Promise<RawBuilder<unknown>> {
  const own = ownGroups[slug];
  if (own) return own;
  const field = (await catalogOf(app)).fieldsOf("account").get(slug);
  if (field) return sql`${sql.id(field.column.table === "derived" ? "d" : "a", field.column.name)}::text`;
  throw problem("invalid-input", `Renewals cannot be grouped by “${slug}”.`, {
    fields: [{ path: "groupBy", message: "neither of renewals nor a field of accounts" }],
  });
}
