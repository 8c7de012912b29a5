import { sql } from "kysely";
import { noAccount } from "../../kernel/ids.ts";
import type { TableThen } from "../../objects/index.ts";

/** Which records belonged to which accounts: the history of each record keeps all of its links together. */
export const linkedAccountsThen: TableThen = {
  table: "custom_record_accounts",
  select: ({ instant }) => sql`
    select linked.id::uuid as account_id, last.object_id as record_id
      from (select distinct on (h.object_id) h.object_id, h.new from public.history h
             where h.account_id = ${noAccount} and h.field = 'accounts' and h.at <= ${instant}
               and h.object in (select slug from public.custom_objects where linked_to = 'accounts')
             order by h.object_id, h.at desc, h.id desc) last
     cross join lateral jsonb_array_elements_text(last.new) linked (id)`,
};
