import { eraseAccount } from "@perennial/contract";
import { sql } from "kysely";
import { markDirty } from "../engine/index.ts";
import { command } from "../kernel/command.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";
import { catalogOf, followMerges } from "../objects/index.ts";
import { assertConfirmed } from "./assert-confirmed.ts";
import { blankRecords } from "./blank-records.ts";
import { erasePeople, type Words } from "./erase-people.ts";
import { eraseText } from "./erase-text.ts";
import { eraseHanging } from "./erased-tables.ts";
import { withMerged } from "./with-merged.ts";
import { writeErasures } from "./write-erasures.ts";

const tombstone = "Erased account";
const input = eraseAccount.params.extend(eraseAccount.body.shape);

/**
 * Erases a customer: fields, texts, conversations, ids elsewhere, the people of no other account, and its name and domains
 * wherever they stand. Contracts, renewals and counts remain under a tombstone without a name, so that retention of past
 * periods stays true: it is not archived, since what is archived counts nowhere. There is no way back.
 */
export const eraseOneAccount = command({
  name: "accounts.erase",
  permission: "accounts.erase",
  input,
  async run({ app, tx, ctx, input: asked }) {
    const id = (await followMerges(tx, "account", [asked.id])).get(asked.id) ?? asked.id;
    const { rows } = await sql<{
      name: string;
    }>`select name from accounts where id = ${id} for update`.execute(tx);
    const [account] = rows;
    if (!account) throw problem("not-found", `There is no account with the id ${asked.id}.`);
    assertConfirmed(asked.confirmation, account.name);
    const ids = await withMerged(tx, "account", [id]);
    const own = await wordsOf(tx, ids);
    const people = await withMerged(tx, "contact", await solePeopleOf(tx, ids));
    const erased = await erasePeople(tx, ctx, people);
    await sql`
      delete from held_events h using external_ids e
       where e.object = 'account' and e.object_id = any(${ids}::uuid[]) and h.group_ref = e.external_id
    `.execute(tx);
    await stopRuns(tx, ids, ctx.now);
    const fields = [...(await catalogOf(app, tx)).fieldsOf("account").values()];
    await eraseHanging(
      tx,
      ids,
      fields.flatMap(({ slug, origin }) => (origin === "derived" ? [slug] : [])),
    );
    await sql`
      update merges set merged_name = ${tombstone}, survivor_name = ${tombstone}, field_changes = '[]'
       where object = 'account' and (merged_id = any(${ids}::uuid[]) or survivor_id = any(${ids}::uuid[]))
    `.execute(tx);
    await blankRecords(tx, "accounts", ids, { name: tombstone, at: ctx.now, keeps: ["currency"] });
    await writeErasures(tx, ctx, "account", ids);
    await markDirty(tx, ids, ctx.now);
    // A word that is a name and else a word of the language is replaced in the account's own texts only.
    const [plain, distinct] = [own.words.filter(isOneWord), own.words.filter((word) => !isOneWord(word))];
    const wordings = [
      { words: [...distinct, ...erased.words] },
      { words: [...plain, ...own.shared], ofAccounts: ids },
    ];
    const texts = await eraseText(tx, wordings, "[erased]", ["accounts", "organizations"]);
    return {
      result: {
        id,
        texts,
        kept: [...plain, ...own.shared, ...erased.shared],
        contacts: people.length,
      },
      events: [
        ...ids.map((each) => ({
          name: "account.erased",
          object: "account",
          objectId: each,
          accountId: each,
        })),
        ...erased.events,
      ],
    };
  },
});

/** “Target”, but not “target.example” or “Target Group”. */
const isOneWord = (word: string) => /^[\p{L}\p{N}]+$/u.test(word);

/** Those who belong, and ever belonged, to no account but these. */
async function solePeopleOf(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ contact_id: string }>`
    select contact_id from account_contacts group by contact_id
    having bool_and(account_id = any(${[...ids]}::uuid[]))
  `.execute(tx);
  return rows.map((row) => row.contact_id);
}

/** What the customer was ever called, and its domains. */
async function wordsOf(tx: Tx, ids: readonly string[]): Promise<Words> {
  const own = sql`any(${[...ids]}::uuid[])`;
  const { rows } = await sql<{ word: string; is_shared: boolean }>`
    with known (word) as (
      select name from accounts where id = ${own}
      union select unnest(domains) from accounts where id = ${own}
      union select v.word from history h, lateral (values (h.old #>> '{}'), (h.new #>> '{}')) v (word)
             where h.object = 'account' and h.object_id = ${own} and h.field = 'name'
    )
    select trim(word) as word,
           exists (select from accounts o where o.id <> all(${[...ids]}::uuid[]) and (lower(o.name) = lower(trim(word)) or o.domains && array[lower(word)]))
           or exists (select from organizations g where lower(g.name) = lower(trim(word)) or g.domains && array[lower(word)]) as is_shared
      from known where length(trim(word)) >= 4
  `.execute(tx);
  const [shared, words] = [rows.filter((row) => row.is_shared), rows.filter((row) => !row.is_shared)];
  return { words: words.map((row) => row.word), shared: shared.map((row) => row.word) };
}

async function stopRuns(tx: Tx, ids: readonly string[], now: Temporal.Instant): Promise<void> {
  await sql`
    update playbook_runs set state = 'stopped', finished_at = ${now.toString()}::timestamptz, wake_at = null,
                             ended_because = 'its account was erased'
     where account_id = any(${[...ids]}::uuid[]) and finished_at is null
  `.execute(tx);
}
