import { sql } from "kysely";
import type { Moment, TableThen } from "../objects/index.ts";

/** A contact's role at an account by the history of the link `l`, which says “none” of one without a role. */
export function roleThen({ instant }: Pick<Moment, "instant">, link: "l" | "x") {
  const of = (name: string) => sql.id(link, name);
  return sql<string | null>`nullif((
    select h.new #>> '{}' from public.history h
     where h.account_id = ${of("account_id")} and h.object = 'contact' and h.object_id = ${of("contact_id")}
       and h.field = 'stakeholderRole' and h.at <= ${instant}
     order by h.at desc, h.id desc limit 1), 'none')`;
}

/** Which contacts belonged to which accounts, with which role. */
export const linksThen: TableThen = {
  table: "account_contacts",
  columns: ({ instant, day }) => ({
    stakeholder_role: roleThen({ instant }, "x"),
    until: sql`case when x.until <= ${day} then x.until end`,
  }),
  others: ["account_id", "contact_id", "since", "influence", "sentiment", "reports_to_id"],
  where: ({ day }) => sql`x.since <= ${day} and (x.until is null or x.until > ${day})`,
};
