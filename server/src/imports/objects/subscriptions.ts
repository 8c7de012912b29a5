import { sql } from "kysely";
import { subscriptionCommands } from "../../contracts/index.ts";
import type { Tx } from "../../kernel/db.ts";
import { subscriptionImportFields } from "../fields/revenue.ts";
import { concludeChurnFlags } from "./churn-flags.ts";
import type { Conclusion, Finding, ReviewedRow } from "./import-object.ts";
import { textOf } from "./import-object.ts";
import { accountText, plainBody, recordImport } from "./record-import.ts";

/** What is worked out or has a default: an empty cell says nothing. */
const sayNothing = [
  "mrr",
  "arr",
  "endsBefore",
  "billingInterval",
  "kind",
  "trial",
  "quantity",
  "discountPct",
  "currency",
];

export const subscriptionImport = recordImport({
  fields: subscriptionImportFields,
  object: "subscription",
  commands: subscriptionCommands,
  account: "optional",
  naturalKey: (row) => [
    accountText(row) ?? textOf(row.fields["contract.externalId"]),
    textOf(row.fields.product),
    textOf(row.fields.plan),
    textOf(row.fields.startsOn),
  ],
  bodiesOf: async (_batch, rows) =>
    rows.map((row) => {
      const contract = textOf(row.fields["contract.externalId"]);
      const body = plainBody(row, { keepsDefault: sayNothing });
      return { body: contract ? { ...body, contract: { externalId: contract } } : body };
    }),
  review: async ({ tx }, rows) => [
    ...zeroLength(rows),
    ...flaggedAndOpen(rows),
    ...(await beforeSignUp(tx, rows)),
  ],
  async conclude(conclusion) {
    return [...(await overlaps(conclusion)), ...(await concludeChurnFlags(conclusion))];
  },
});

function zeroLength(rows: readonly ReviewedRow[]): Finding[] {
  return rows.flatMap(({ row, accountId }): Finding[] => {
    const startsOn = textOf(row.fields.startsOn);
    const end = textOf(row.fields.endsOn) ?? textOf(row.fields.endsBefore);
    if (!startsOn || startsOn !== end) return [];
    const message = `${textOf(row.fields.externalId) ?? "the subscription"} begins and ends on ${startsOn}`;
    return [{ kind: "zero-length-term", line: row.line, accountId, message }];
  });
}

/** The source says that the line churned, and gives no end. */
function flaggedAndOpen(rows: readonly ReviewedRow[]): Finding[] {
  return rows.flatMap(({ row, accountId }): Finding[] => {
    const flag = Object.keys(row.others).find((slug) => slug.includes("churn") && row.others[slug] === true);
    const hasEnd = textOf(row.fields.endsOn) ?? textOf(row.fields.endsBefore);
    if (!flag || hasEnd) return [];
    const message = `${textOf(row.fields.externalId) ?? "the subscription"} has “${flag}” and no end`;
    return [{ kind: "churn-flag-open-term", line: row.line, accountId, message }];
  });
}

async function beforeSignUp(tx: Tx, rows: readonly ReviewedRow[]): Promise<Finding[]> {
  const since = await signUpDates(tx, rows);
  return rows.flatMap(({ row, accountId }): Finding[] => {
    const signedUp = since.get(accountId ?? "");
    const startsOn = textOf(row.fields.startsOn);
    if (!signedUp || !startsOn || startsOn >= signedUp) return [];
    const message = `begins on ${startsOn}, the account signed up on ${signedUp}`;
    return [{ kind: "starts-before-sign-up", line: row.line, accountId, message }];
  });
}

/** The day each of the rows' accounts became one, where that is known. */
export async function signUpDates(tx: Tx, rows: readonly ReviewedRow[]): Promise<Map<string, string>> {
  const ids = [...new Set(rows.flatMap(({ accountId }) => accountId ?? []))];
  const found = await sql<{ id: string; since: string }>`
    select id, customer_since as since from accounts
     where id = any(${ids}::uuid[]) and customer_since is not null
  `.execute(tx);
  return new Map(found.rows.map((row) => [row.id, row.since]));
}

/** Accounts of this import of which several lines with revenue run at the same time. */
async function overlaps({ db, importId }: Conclusion): Promise<Finding[]> {
  const { rows } = await sql<{
    account_id: string;
    name: string;
    line: number;
    lines: number;
    pairs: number;
  }>`
    with touched as (
      select account_id, min(line) as line from import_rows
       where import_id = ${importId} and account_id is not null group by account_id
    )
    select a.id as account_id, a.name, t.line, count(distinct s.id)::int as lines, count(*)::int / 2 as pairs
      from touched t
      join accounts a on a.id = t.account_id
      join subscriptions s on s.account_id = a.id and s.archived_at is null and not s.is_implied and s.arr > 0
      join subscriptions o on o.account_id = s.account_id and o.id <> s.id and o.archived_at is null
                          and not o.is_implied and o.arr > 0
                          and o.starts_on <= coalesce(s.ends_on, 'infinity') and s.starts_on <= coalesce(o.ends_on, 'infinity')
                          and coalesce(o.product, '') = coalesce(s.product, '')
     group by a.id, a.name, t.line order by t.line
  `.execute(db);
  return rows.map(({ account_id, name, line, lines, pairs }) => ({
    kind: "overlapping-subscriptions",
    line,
    accountId: account_id,
    message: `${name} has ${lines} subscriptions that overlap in time (${pairs} ${pairs === 1 ? "pair" : "pairs"})`,
  }));
}
