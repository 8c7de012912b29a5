import { sql } from "kysely";
import { markDirty } from "../engine/index.ts";
import type { DomainEvent } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { blankRecords } from "./blank-records.ts";
import { eraseRecordsOfContacts } from "./erase-custom-records.ts";
import { writeErasures } from "./write-erasures.ts";

const tombstone = "Erased contact";

/** What somebody was ever called, and what of it is left in texts because others have it too. */
export type Words = { words: string[]; shared: string[] };

/**
 * Erases what is these people's own and blanks their records. Their names in texts of others are the caller's to replace.
 * @param ids contacts with all that were merged into them
 */
export async function erasePeople(
  tx: Tx,
  ctx: Context,
  ids: string[],
): Promise<Words & { events: DomainEvent[] }> {
  const words = await wordsOf(tx, ids);
  const { rows: linked } = await sql<{ account_id: string; contact_id: string }>`
    select account_id, contact_id from account_contacts where contact_id = any(${ids}::uuid[])
  `.execute(tx);
  await eraseOwn(tx, ids);
  await blankRecords(tx, "contacts", ids, { name: tombstone, at: ctx.now });
  await sql`
    update contacts set archived_at = ${ctx.now.toString()}::timestamptz where id = any(${ids}::uuid[]) and archived_at is null
  `.execute(tx);
  await writeErasures(tx, ctx, "contact", ids);
  await markDirty(
    tx,
    linked.map((row) => row.account_id),
    ctx.now,
  );
  const told = [
    ...ids.map((objectId) => ({ objectId, accountId: null })),
    ...linked.map((row) => ({ objectId: row.contact_id, accountId: row.account_id })),
  ];
  return { ...words, events: told.map((each) => ({ name: "contact.erased", object: "contact", ...each })) };
}

/** What the person was ever called; names that somebody else has too are told, for they may mean the other one. */
async function wordsOf(tx: Tx, ids: readonly string[]): Promise<{ words: string[]; shared: string[] }> {
  const { rows } = await sql<{ word: string; is_name: boolean; is_shared: boolean }>`
    with known (field, word) as (
      select f.field, f.word from contacts c, lateral (values ('name', c.name), ('email', c.email), ('phone', c.phone)) f (field, word)
       where c.id = any(${[...ids]}::uuid[])
      union
      select h.field, v.word from history h, lateral (values (h.old #>> '{}'), (h.new #>> '{}')) v (word)
       where h.object = 'contact' and h.object_id = any(${[...ids]}::uuid[]) and h.field in ('name', 'email', 'phone')
    )
    select word, field = 'name' as is_name,
           (exists (select from teammates t where lower(t.name) = lower(word) or lower(t.email) = lower(word))
            or exists (select from contacts o where not (o.id = any(${[...ids]}::uuid[]))
                          and (lower(o.name) = lower(word) or lower(o.email) = lower(word)))) as is_shared
      from known where word is not null and length(trim(word)) >= 5 group by word, field
  `.execute(tx);
  const usable = rows.filter((row) => !row.is_name || row.word.trim().includes(" "));
  return {
    words: usable.filter((row) => !row.is_shared).map((row) => row.word.trim()),
    shared: usable.filter((row) => row.is_shared).map((row) => row.word.trim()),
  };
}

/** What is the person's own, whatever stands in it. */
async function eraseOwn(tx: Tx, ids: string[]): Promise<void> {
  const own = sql`any(${ids}::uuid[])`;
  await sql`update events set properties = null, message_id = null where contact_id = ${own}`.execute(tx);
  await sql`
    delete from events_without_contact w using external_ids e
     where e.object = 'contact' and e.object_id = ${own} and w.user_ref = e.external_id
  `.execute(tx);
  await sql`
    delete from held_events h using external_ids e
     where e.object = 'contact' and e.object_id = ${own} and h.user_ref = e.external_id
  `.execute(tx);
  await eraseRecordsOfContacts(tx, ids);
  await sql`delete from external_ids where object = 'contact' and object_id = ${own}`.execute(tx);
  await sql`update history set old = null, new = null where object = 'contact' and object_id = ${own}`.execute(
    tx,
  );
  await sql`update audit set changes = '{}' where object = 'contact' and object_id = ${own}`.execute(tx);
  await sql`
    delete from message_attachments t using messages m
     where m.account_id = t.account_id and m.id = t.message_id and m.contact_id = ${own} and m.direction = 'in'
  `.execute(tx);
  await sql`
    update messages set subject = '[erased]', text = '', html = null, reply = ''
     where contact_id = ${own} and direction = 'in'
  `.execute(tx);
  await sql`update import_rows set content = '' where object_id = ${own}`.execute(tx);
  await sql`
    update merges set merged_name = ${tombstone}, survivor_name = ${tombstone}, field_changes = '[]'
     where object = 'contact' and (merged_id = ${own} or survivor_id = ${own})
  `.execute(tx);
}
