import { type Duplicate, listDuplicates } from "@perennial/contract";
import { type RawBuilder, sql } from "kysely";
import { query } from "../kernel/query.ts";
import type { Mergeable } from "./hanging-of.ts";
import { type Likely, likelyPairs } from "./near-names.ts";

type Candidate = Likely & { detail: string; keys: string[]; arr: string | null };

/** Pairs of records that may be one: the same domain or e-mail, or nearly the same name. Ends with the likeliest first. */
export const duplicateList = query({
  name: "duplicates.list",
  permission: "merges.read",
  input: listDuplicates.query,
  async run({ db, input }) {
    const { rows } = await candidates[input.object].execute(db);
    const { rows: distinct } = await sql<{ first_id: string; second_id: string }>`
      select first_id, second_id from distinct_records where object = ${input.object}
    `.execute(db);
    const kept = new Set(distinct.map((row) => `${row.first_id} ${row.second_id}`));
    const byId = new Map(rows.map((row) => [row.id, row]));
    const shown = (id: string) => {
      const { name, detail, arr } = byId.get(id) as Candidate;
      return { id, name, detail, arr };
    };
    const items = likelyPairs(rows)
      .filter((pair) => !kept.has([pair.firstId, pair.secondId].sort().join(" ")))
      .slice(0, 500)
      .map(({ firstId, secondId, because, likeness }): Duplicate => {
        const pair = { first: shown(firstId), second: shown(secondId) };
        return { object: input.object, ...pair, because, likeness };
      });
    return { items };
  },
});

const candidates: Record<Mergeable, RawBuilder<Candidate>> = {
  account: sql`
    select a.id, a.name, a.domains as keys, array_to_string(a.domains, ', ') as detail, d.arr::text as arr
      from accounts a left join account_derived d on d.account_id = a.id where a.archived_at is null order by a.id`,
  contact: sql`
    select c.id, coalesce(c.name, c.email, '') as name, coalesce(c.email, '') as detail, null as arr,
           case when c.email is null then '{}'::text[] else array[lower(c.email)] end as keys,
           (select array_agg(l.account_id::text) from account_contacts l where l.contact_id = c.id) as scopes
      from contacts c where c.archived_at is null order by c.id`,
};
