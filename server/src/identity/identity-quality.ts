import { sql } from "kysely";
import type { QualityCheck } from "../objects/index.ts";

/** Records that may be the same. Near names are compared on the page of duplicates only: see `near-names.ts`. */
export const identityQuality: readonly QualityCheck[] = [
  {
    slug: "accounts-sharing-a-domain",
    group: "identity",
    title: "Accounts that share a domain",
    consequence:
      "Events and mail that name the domain reach neither; if they are one company, its ARR stands in two places.",
    find: () => sql`
      select a.id as account_id, 'account' as object, a.id as record_id, 'has ' || d.domain || ', as ' || o.name as what
        from accounts a cross join lateral unnest(a.domains) as d (domain)
        join accounts o on o.domains @> array[d.domain] and o.id < a.id and o.archived_at is null
       where a.archived_at is null and not exists (
         select from distinct_records k where k.object = 'account' and k.first_id = o.id and k.second_id = a.id)`,
  },
  {
    slug: "contacts-sharing-an-email",
    group: "identity",
    title: "Contacts that share an e-mail",
    consequence: "An answer by mail cannot be told to be one's or the other's.",
    find: () => sql`
      select null::uuid as account_id, 'contact' as object, c.id as record_id,
             coalesce(c.name, c.email) || ' has ' || c.email || ', as ' || coalesce(o.name, o.email) as what
        from contacts c join contacts o on lower(o.email) = lower(c.email) and o.id < c.id and o.archived_at is null
       where c.archived_at is null and not exists (
         select from distinct_records k where k.object = 'contact' and k.first_id = o.id and k.second_id = c.id)`,
  },
];
