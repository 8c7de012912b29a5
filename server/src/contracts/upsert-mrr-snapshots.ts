import { upsertMrrSnapshots as endpoint } from "@perennial/contract";
import { annualiseStated, compare, decimal } from "@perennial/contract/pricing";
import { sql } from "kysely";
import { type AccountReference, resolveAccounts } from "../accounts/index.ts";
import { command } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import type { RowResult } from "../objects/index.ts";
import { isCurrency } from "./contract-type.ts";
import { lockAccounts } from "./imply-contracts.ts";
import { type Snapshot, type SnapshotLine, snapshotLines } from "./snapshot-lines.ts";
import { archiveLines, endLines, insertLines, type Recorded, together } from "./store-lines.ts";

type Row = Snapshot & { accountId: string };

/** Takes months of a revenue sheet and makes the accounts' dated lines anew from all months known, changing only what differs. */
export const upsertMrrSnapshots = command({
  name: "subscriptions.upsert-mrr-snapshots",
  permission: "subscriptions.write",
  input: endpoint.body,
  async run({ app, tx, ctx, input }) {
    const { currency } = await app.company();
    const accounts = await resolveAccounts(
      tx,
      input.items.map((item) => item.account as AccountReference),
    );
    const rows: Row[] = [];
    const results = input.items.map((item, index): RowResult => {
      const account = accounts[index];
      const month = monthOf(item.month);
      const itsCurrency = item.currency ?? currency;
      const problems = [
        ...(account && "id" in account ? [] : [{ path: "account", message: account?.problem ?? "unknown" }]),
        ...(month ? [] : [{ path: "month", message: `“${item.month}” is not a month such as 2026-11` }]),
        ...(isCurrency(itsCurrency)
          ? []
          : [{ path: "currency", message: `“${itsCurrency}” is not a currency code` }]),
      ];
      if (!account || !("id" in account) || !month || problems.length > 0)
        return { status: "rejected", problems };
      rows.push({
        accountId: account.id,
        month,
        plan: item.plan ?? "",
        mrr: String(item.mrr),
        currency: itsCurrency,
      });
      return { status: "created", id: account.id, accountId: account.id };
    });
    const before = await lastMonth(tx);
    const stored = await storeSnapshots(tx, ctx, rows);
    const after = await lastMonth(tx);
    const touched = before === after ? rows.map((row) => row.accountId) : await accountsWithSnapshots(tx);
    const recorded = await renewLines(tx, ctx, [...new Set(touched)].sort(), after);
    let written = 0;
    const settled = results.map((result): RowResult => {
      if (result.status === "rejected") return result;
      const status = stored[written++] ?? "unchanged";
      return { ...result, status };
    });
    return { result: settled, ...recorded };
  },
});

function monthOf(text: string): string | null {
  const match = /^(\d{4})-(\d{2})(-\d{2})?$/.exec(text.trim());
  if (!match || Number(match[2]) < 1 || Number(match[2]) > 12) return null;
  return `${match[1]}-${match[2]}-01`;
}

async function lastMonth(tx: Tx): Promise<string> {
  const { rows } = await sql<{ month: string | null }>`select max(month) as month from mrr_snapshots`.execute(
    tx,
  );
  return rows[0]?.month ?? "";
}

async function accountsWithSnapshots(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ account_id: string }>`select distinct account_id from mrr_snapshots`.execute(
    tx,
  );
  return rows.map((row) => row.account_id);
}

/** What became of each row: a later row of the batch for the same month wins. */
async function storeSnapshots(
  tx: Tx,
  ctx: Context,
  rows: readonly Row[],
): Promise<("created" | "updated" | "unchanged")[]> {
  const found = await sql<{ key: string; mrr: string }>`
    select account_id || ' ' || month || ' ' || plan as key, mrr from mrr_snapshots
     where account_id = any(${rows.map((row) => row.accountId)}::uuid[])
  `.execute(tx);
  const known = new Map(found.rows.map((row) => [row.key, row.mrr]));
  const keyOf = (row: Row) => `${row.accountId} ${row.month} ${row.plan}`;
  const status = rows.map((row) => {
    const mrr = known.get(keyOf(row));
    known.set(keyOf(row), row.mrr);
    if (mrr === undefined) return "created";
    return compare(decimal(mrr), decimal(row.mrr)) === 0 ? "unchanged" : "updated";
  });
  const last = [...new Map(rows.map((row) => [keyOf(row), row])).values()];
  await sql`
    insert into mrr_snapshots (account_id, month, plan, mrr, currency, updated_at)
    select "accountId", month, plan, mrr, currency, ${ctx.now.toString()}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(last)}::jsonb)
        as r ("accountId" uuid, month date, plan text, mrr numeric, currency text)
    on conflict (account_id, month, plan) do update
       set mrr = excluded.mrr, currency = excluded.currency, updated_at = excluded.updated_at
  `.execute(tx);
  return status;
}

type StoredLine = SnapshotLine & { id: string; accountId: string; impliedKey: string };

async function renewLines(
  tx: Tx,
  ctx: Context,
  accountIds: readonly string[],
  last: string,
): Promise<Recorded> {
  if (accountIds.length === 0) return { changes: [], events: [] };
  await lockAccounts(tx, accountIds);
  const snapshots = await sql<{
    account_id: string;
    month: string;
    plan: string;
    mrr: string;
    currency: string;
  }>`
    select account_id, month, plan, mrr, currency from mrr_snapshots where account_id = any(${[...accountIds]}::uuid[])
  `.execute(tx);
  const lines = await sql<{
    account_id: string;
    id: string;
    plan: string;
    currency: string;
    starts_on: string;
    ends_on: string | null;
    arr: string;
    implied_key: string;
  }>`
    select account_id, id, coalesce(plan, '') as plan, currency, starts_on, ends_on, arr, implied_key from subscriptions
     where account_id = any(${[...accountIds]}::uuid[]) and implied_key like 'mrr:%' and archived_at is null
  `.execute(tx);
  const wanted = new Map<string, SnapshotLine & { accountId: string; impliedKey: string }>();
  for (const [accountId, ofAccount] of Map.groupBy(snapshots.rows, (row) => row.account_id)) {
    for (const line of snapshotLines(ofAccount, last)) {
      const impliedKey = `mrr:${line.plan}:${line.startsOn}`;
      wanted.set(`${accountId} ${impliedKey}`, { ...line, accountId, impliedKey });
    }
  }
  const stored = lines.rows.map(
    (row): StoredLine => ({
      id: row.id,
      accountId: row.account_id,
      plan: row.plan,
      currency: row.currency,
      startsOn: row.starts_on,
      endsOn: row.ends_on,
      arr: row.arr,
      impliedKey: row.implied_key,
    }),
  );
  const fits = (line: StoredLine): boolean => {
    const want = wanted.get(`${line.accountId} ${line.impliedKey}`);
    return (
      want !== undefined &&
      want.currency === line.currency &&
      compare(decimal(want.arr), decimal(line.arr)) === 0
    );
  };
  const kept = stored.filter(fits);
  const isKept = new Set(kept.map((line) => `${line.accountId} ${line.impliedKey}`));
  return together(
    await archiveLines(
      tx,
      ctx,
      stored.filter((line) => !fits(line)),
    ),
    await endLines(
      tx,
      ctx,
      kept.map((line) => ({
        accountId: line.accountId,
        id: line.id,
        formerEndsOn: line.endsOn,
        endsOn: wanted.get(`${line.accountId} ${line.impliedKey}`)?.endsOn ?? null,
      })),
    ),
    await insertLines(
      tx,
      ctx,
      [...wanted].filter(([key]) => !isKept.has(key)).map(([, line]) => newLine(line)),
    ),
  );
}

const newLine = (line: SnapshotLine & { accountId: string; impliedKey: string }) => {
  const arr = annualiseStated(
    { kind: "recurring", isTrial: false, currency: line.currency },
    { arr: line.arr },
  );
  return {
    accountId: line.accountId,
    contractId: null,
    rootId: null,
    product: null,
    plan: line.plan === "" ? null : line.plan,
    kind: "recurring",
    quantity: "1",
    unitPrice: null,
    discountPct: "0",
    billingIntervalMonths: 1,
    upliftPct: null,
    currency: line.currency,
    startsOn: line.startsOn,
    endsOn: line.endsOn,
    statedArr: arr,
    arr,
    isImplied: true,
    impliedKey: line.impliedKey,
    madeByRenewalId: null,
    amendmentReason: null,
  };
};
