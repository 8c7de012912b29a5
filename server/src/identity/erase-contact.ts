import { eraseContact } from "@perennial/contract";
import { sql } from "kysely";
import { markDirty } from "../engine/index.ts";
import { command } from "../kernel/command.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { followMerges } from "../objects/index.ts";
import { eraseText } from "./erase-text.ts";

const tombstone = "Erased contact";
const input = eraseContact.params.extend(eraseContact.body.shape);

/**
 * Erases a person: fields, history, events' properties, messages they wrote, and their name, e-mail and phone wherever they
 * stand in texts. What remains is a tombstone without a name, so that counts stay true. There is no way back.
 */
export const eraseOneContact = command({
  name: "contacts.erase",
  permission: "contacts.erase",
  input,
  async run({ tx, ctx, input: asked }) {
    const id = (await followMerges(tx, "contact", [asked.id])).get(asked.id) ?? asked.id;
    const { rows } = await sql<{ name: string | null; email: string | null }>`
      select name, email from contacts where id = ${id} for update
    `.execute(tx);
    const [contact] = rows;
    if (!contact) throw problem("not-found", `There is no contact with the id ${asked.id}.`);
    const wanted = contact.email ?? contact.name ?? "";
    if (asked.confirmation.trim().toLowerCase() !== wanted.trim().toLowerCase()) {
      throw problem("invalid-input", `Type “${wanted}” to confirm: erasing cannot be undone.`, {
        fields: [{ path: "confirmation", message: `is not “${wanted}”` }],
      });
    }
    const ids = await withMerged(tx, id);
    const { words, shared } = await wordsOf(tx, ids);
    const { rows: linked } = await sql<{ account_id: string }>`
      select distinct account_id from account_contacts where contact_id = any(${ids}::uuid[])
    `.execute(tx);
    await eraseOwn(tx, ids);
    const changed = await eraseText(tx, words, "[erased]");
    await blankContacts(tx, ids, ctx.now.toString());
    await sql`
      insert into erasures (object, id, erased_at, erased_by)
      select 'contact', unnest(${ids}::uuid[]), ${ctx.now.toString()}::timestamptz, ${ctx.actor.name}
      on conflict do nothing
    `.execute(tx);
    const accountIds = linked.map((row) => row.account_id);
    await markDirty(tx, accountIds, ctx.now);
    const rowCount = Object.values(changed).reduce((total, count) => total + count, 0);
    return {
      result: { id, texts: rowCount, kept: shared },
      events: [
        { name: "contact.erased", object: "contact", objectId: id, accountId: null },
        ...accountIds.map((accountId) => ({
          name: "contact.erased",
          object: "contact",
          objectId: id,
          accountId,
        })),
      ],
    };
  },
});

/** The contact and all that were merged into it, at any remove. */
async function withMerged(tx: Tx, id: string): Promise<string[]> {
  const ids = [id];
  for (let at = 0; at < ids.length; at++) {
    const { rows } = await sql<{ id: string }>`
      select id from merged_records where object = 'contact' and survivor_id = ${ids[at]}
    `.execute(tx);
    ids.push(...rows.map((row) => row.id).filter((each) => !ids.includes(each)));
  }
  return ids;
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

async function blankContacts(tx: Tx, ids: string[], at: string): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select a.attname::text as name from pg_attribute a
     where a.attrelid = 'contacts'::regclass and a.attnum > 0 and not a.attisdropped and not a.attnotnull
       and a.attgenerated = '' and a.attname not in ('name', 'archived_at')
  `.execute(tx);
  const blanks = rows.map((row) => sql`${sql.ref(row.name)} = null`);
  await sql`
    update contacts set name = ${tombstone}, archived_at = coalesce(archived_at, ${at}::timestamptz),
                        updated_at = ${at}::timestamptz, ${sql.join(blanks)}
     where id = any(${ids}::uuid[])
  `.execute(tx);
}
