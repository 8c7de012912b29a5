import { contacts, stakeholderRoles } from "@perennial/contract";
import { sql } from "kysely";
import type { Context } from "../kernel/context.ts";
import type { Slice } from "../kernel/slice.ts";
import { type ComputedField, type Present, presentCommon, recordRoutes } from "../objects/index.ts";
import { contactCommands } from "./contact-commands.ts";
import { contactQuality } from "./contact-quality.ts";
import { contactType } from "./contact-type.ts";
import { linksThen, roleThen } from "./contacts-then.ts";
import { stakeholderRoutes } from "./stakeholders.routes.ts";

export { contactCommands } from "./contact-commands.ts";
export { contactsByEmail } from "./contacts-by-email.ts";
export { linksThen } from "./contacts-then.ts";

type Link = { contact_id: string; account_id: string; account_name: string; stakeholder_role: string | null };

export const presentContacts: Present = async (app, ctx, records) => {
  const { rows } = await sql<Link>`
    select l.contact_id, l.account_id, a.name as account_name, ${roleAsOf(ctx)} as stakeholder_role
      from account_contacts l join accounts a on a.id = l.account_id
     where l.contact_id = any(${records.map((record) => record.id)}::uuid[]) and ${isLinked(ctx)}
     order by l.since, l.account_id
  `.execute(app.db);
  const links = Map.groupBy(rows, (row) => row.contact_id);
  return records.map((record) => ({
    ...presentCommon(contactType, record),
    accounts: (links.get(record.id) ?? []).map((link) => ({
      accountId: link.account_id,
      accountName: link.account_name,
      stakeholderRole: link.stakeholder_role,
    })),
  }));
};

function isLinked({ asOf, today }: Context) {
  if (!asOf) return sql`l.until is null`;
  return sql`l.since <= ${today.toString()}::date and (l.until is null or l.until > ${today.toString()}::date)`;
}

/** A contact's role at an account: as it stands, or as it was. */
function roleAsOf({ asOf }: Context) {
  return asOf ? roleThen({ instant: sql`${asOf.toString()}::timestamptz` }, "l") : sql`l.stakeholder_role`;
}

/** The roles a contact has at any of its accounts; the roles themselves lie on the links. */
const stakeholderRolesOfContact: ComputedField = {
  of: "contact",
  slug: "stakeholderRoles",
  label: "Stakeholder roles",
  type: "multi-select",
  options: stakeholderRoles.map(({ value, label }) => ({ value, label })),
  tablesThen: ["account_contacts"],
  sql: {
    expression: ({ column }) =>
      `SELECT coalesce(array_agg(DISTINCT "link"."stakeholder_role"), '{}') FROM "account_contacts" "link"
        WHERE "link"."contact_id" = ${column("id")} AND "link"."until" IS NULL AND "link"."stakeholder_role" IS NOT NULL`,
  },
};

export const contactsSlice: Slice = {
  name: "contacts",
  routes: [...recordRoutes(contactType, contacts, contactCommands, presentContacts), ...stakeholderRoutes],
  contributes: {
    objectTypes: [contactType],
    qualityChecks: contactQuality,
    computedFields: [stakeholderRolesOfContact],
    tablesThen: [linksThen],
    ruleRelations: [
      {
        of: "contact",
        slug: "accounts",
        label: "accounts",
        object: "account",
        sql: {
          on: [["id", "contact_id"]],
          through: { table: "account_contacts", on: [["account_id", "id"]] },
        },
      },
      {
        of: "account",
        slug: "contacts",
        label: "contacts",
        object: "contact",
        sql: {
          on: [["id", "account_id"]],
          through: { table: "account_contacts", on: [["contact_id", "id"]] },
        },
      },
    ],
  },
};
