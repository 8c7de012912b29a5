import { sql } from "kysely";
import { accountsWhere, type QualityCheck } from "../objects/index.ts";

export const contactQuality: readonly QualityCheck[] = [
  {
    slug: "accounts-without-contact",
    group: "missing",
    title: "Accounts without a contact",
    consequence: "Nobody can be written to, and no playbook can send mail.",
    find: () =>
      accountsWhere(
        sql`'no contact who is still there'`,
        sql`coalesce(d.lifecycle, '') not in ('churned', 'ignored') and not exists (
          select from account_contacts l join contacts c on c.id = l.contact_id
           where l.account_id = a.id and l.until is null and c.archived_at is null and c.deactivated_on is null)`,
      ),
  },
  {
    slug: "contacts-without-account",
    group: "missing",
    title: "Contacts at no account",
    consequence: "What they do counts for no account until they are linked to one.",
    find: () => sql`
      select null::uuid as account_id, 'contact' as object, c.id as record_id,
             coalesce(c.name, c.email) || ' belongs to no account' as what
        from contacts c
       where c.archived_at is null and not exists (select from account_contacts l where l.contact_id = c.id)`,
  },
];
