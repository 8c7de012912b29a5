import { sql } from "kysely";
import { type AccountReference, resolveAccounts } from "../../accounts/index.ts";
import type { Change } from "../../kernel/command.ts";
import type { Context } from "../../kernel/context.ts";
import type { Db, Tx } from "../../kernel/db.ts";
import {
  isPast,
  momentOf,
  type PrepareArguments,
  type RecordInput,
  type RowProblem,
  selectThen,
  type WriteArguments,
} from "../../objects/index.ts";
import { type LinkKind, towards } from "./link-kind.ts";
import { linkedAccountsThen } from "./links-then.ts";

type Link = { record_id: string; account_id: string; account_name: string | null };
const throughLinks = "custom_record_accounts";

/** Belongs to any number of accounts: rows of a table between them. */
export const severalAccounts: LinkKind = {
  placement: "free",
  shown: [
    {
      slug: "accountNames",
      label: "Accounts",
      type: "text",
      read: (shown) =>
        (shown.accounts as { accountName: string | null }[]).flatMap((link) => link.accountName ?? []),
    },
  ],
  relations: (object) => [
    towards("account", object, {
      on: [["id", "account_id"]],
      through: { table: throughLinks, on: [["record_id", "id"]] },
    }),
    {
      of: object.slug,
      slug: "accounts",
      label: "accounts",
      object: "account",
      sql: { on: [["id", "record_id"]], through: { table: throughLinks, on: [["account_id", "id"]] } },
    },
  ],
  prepare: resolveLinks,
  afterWrite: writeLinks,
  async followers(tx, _table, changes) {
    const linked = await linksOf(
      tx,
      changes.map((change) => change.objectId),
    );
    const left = changes.flatMap(({ field, old }) =>
      field === "accounts" && Array.isArray(old) ? (old as string[]) : [],
    );
    return { account: [...linked.map((link) => link.account_id), ...left] };
  },
  async present(app, ctx, records) {
    const links = await linksOf(
      app.db,
      records.map((record) => record.id),
      ctx,
    );
    const byRecord = Map.groupBy(links, (link) => link.record_id);
    return new Map(
      records.map(({ id }) => [
        id,
        {
          accounts: (byRecord.get(id) ?? []).map((link) => ({
            accountId: link.account_id,
            accountName: link.account_name,
          })),
        },
      ]),
    );
  },
};

/** The links of these records as a context reads them: as they stand, or as they were. */
async function linksOf(db: Db | Tx, recordIds: readonly string[], ctx?: Context): Promise<Link[]> {
  const links = sql.table(throughLinks);
  const from = ctx && isPast(ctx) ? sql`(${selectThen(linkedAccountsThen, momentOf(ctx))})` : links;
  const { rows } = await sql<Link>`
    select l.record_id, l.account_id, a.name as account_name
      from ${from} l join accounts a on a.id = l.account_id
     where l.record_id = any(${[...new Set(recordIds)]}::uuid[]) order by a.name, a.id
  `.execute(db);
  return rows;
}

/** `account` names one more account, `accountIds` all of them. */
async function resolveLinks({ tx, inputs }: PrepareArguments) {
  const named = inputs.flatMap((input, row) => {
    const { account, accountId, accountIds } = input.extras ?? {};
    const all = Array.isArray(accountIds) ? (accountIds as string[]) : [];
    const more = (account ?? accountId ?? "") as AccountReference;
    return [...all, ...(more === "" ? [] : [more])].map((reference) => ({ row, reference }));
  });
  const found = await resolveAccounts(
    tx,
    named.map(({ reference }) => reference),
  );
  const problems: RowProblem[] = [];
  const ids = new Map<number, string[]>();
  named.forEach(({ row }, at) => {
    const account = found[at];
    if (account && "id" in account) ids.set(row, [...(ids.get(row) ?? []), account.id]);
    else if (account) problems.push({ row, path: "account", message: account.problem });
  });
  const prepared = inputs.map((input, row): RecordInput => {
    const isAll = Array.isArray(input.extras?.accountIds);
    const links = ids.get(row);
    if ((input.id === undefined || isAll) && !links && !problems.some((each) => each.row === row)) {
      problems.push({ row, path: "account", message: "at least one account is required" });
    }
    return links ? { ...input, extras: { ...input.extras, links, isAll } } : input;
  });
  return { inputs: prepared, problems };
}

async function writeLinks({ tx, writes }: WriteArguments, object: string): Promise<{ changes: Change[] }> {
  const touched = writes.filter((write) => Array.isArray(write.extras.links));
  if (touched.length === 0) return { changes: [] };
  const before = Map.groupBy(
    await linksOf(
      tx,
      touched.map((write) => write.id),
    ),
    (link) => link.record_id,
  );
  const changes = touched.flatMap((write): Change[] => {
    const old = (before.get(write.id) ?? []).map((link) => link.account_id).sort();
    const given = write.extras.links as string[];
    const now = [...new Set(write.extras.isAll ? given : [...old, ...given])].sort();
    if (JSON.stringify(old) === JSON.stringify(now)) return [];
    return [{ object, objectId: write.id, accountId: null, field: "accounts", old, new: now }];
  });
  const pairs = changes.flatMap((change) =>
    (change.new as string[]).map((account_id) => ({ record_id: change.objectId, account_id })),
  );
  const records = changes.map((change) => change.objectId);
  await sql`
    delete from custom_record_accounts l
     where l.record_id = any(${records}::uuid[])
       and not exists (select from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as p (account_id uuid, record_id uuid)
                        where p.account_id = l.account_id and p.record_id = l.record_id)
  `.execute(tx);
  await sql`
    insert into custom_record_accounts (account_id, record_id)
    select account_id, record_id from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as p (account_id uuid, record_id uuid)
    on conflict do nothing
  `.execute(tx);
  return { changes };
}
