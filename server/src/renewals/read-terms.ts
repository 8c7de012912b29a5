import { sql } from "kysely";
import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { catalogOf } from "../objects/index.ts";
import type { OpenRenewal, TermContract } from "./plan-term.ts";
import { policyFor, type RenewalPolicy } from "./renewal-policies.ts";

/** A contract, its renewals so far and the policy of its account: what the generator decides on. */
export type StandingTerm = {
  readonly contract: TermContract;
  readonly open: OpenRenewal | null;
  readonly closedTermEnds: ReadonlySet<string>;
  readonly policy: RenewalPolicy;
};

type Row = {
  account_id: string;
  id: string;
  starts_on: string;
  expires_on: string | null;
  term_starts_on: string;
  auto_renews: boolean;
  renewal_term_months: number | null;
  notice_period_days: number | null;
  notice_period_months: number | null;
  is_implied: boolean;
  is_sheet: boolean;
  is_archived: boolean;
  currency: string;
  target_arr: string;
  is_live: boolean;
  is_followed: boolean;
  touch_model: string | null;
  key_roles: Record<string, string | null>;
};

/**
 * Reads the terms of these accounts' contracts. `isFollowed` looks at lines outside the contract that begin from 60 days
 * before the end of the term to the end of the late tolerance: the account went on under another name.
 */
export async function readTerms(
  app: App,
  tx: Tx,
  ctx: Context,
  policies: readonly RenewalPolicy[],
  accountIds: readonly string[],
): Promise<StandingTerm[]> {
  const ids = [...accountIds];
  const today = ctx.today.toString();
  const { currency } = await app.company();
  const tolerance = Math.max(...policies.map((policy) => policy.toleranceDays), 0);
  const contracts = await sql<Row>`
    select c.account_id, c.id, c.starts_on, c.expires_on, coalesce(c.term_starts_on, c.starts_on) as term_starts_on,
           c.auto_renews, c.renewal_term_months, c.notice_period_days, c.notice_period_months, c.is_implied,
           c.implied_key is not distinct from 'sheet' as is_sheet,
           c.archived_at is not null or c.merged_into_id is not null or a.archived_at is not null as is_archived,
           coalesce(c.currency, l.currency, a.currency, ${currency}) as currency,
           coalesce(l.target_arr, 0) as target_arr, coalesce(l.is_live, false) as is_live,
           exists (select from subscriptions o
                    where o.account_id = c.account_id and o.contract_id is distinct from c.id and o.arr > 0
                      and o.archived_at is null and o.starts_on > coalesce(c.term_starts_on, c.starts_on)
                      and o.starts_on between c.expires_on - 60 and c.expires_on + 1 + ${tolerance}::integer) as is_followed,
           a.touch_model, ${await keyRoles(app, tx)} as key_roles
      from contracts c
      join accounts a on a.id = c.account_id
      left join (
        select s.account_id, s.contract_id, s.target_currency as currency,
               sum(s.arr) filter (where s.starts_on <= s.expires_on and (s.ends_on is null or s.ends_on >= s.expires_on)
                                    and s.currency = s.target_currency) as target_arr,
               bool_or(s.starts_on <= ${today}::date and (s.ends_on is null or s.ends_on >= ${today}::date)) as is_live
          from (${pricedLines(ids, currency)}) s
         group by s.account_id, s.contract_id, s.target_currency
      ) l on l.account_id = c.account_id and l.contract_id = c.id
     where c.account_id = any(${ids}::uuid[]) and a.id = any(${ids}::uuid[])
     order by c.account_id, c.expires_on nulls last, c.id
  `.execute(tx);
  const renewals = await readRenewals(tx, ctx, ids);
  return contracts.rows.map((row) => {
    const policy = policyFor(policies, row.touch_model);
    const ofContract = renewals.get(row.id) ?? { open: null, closed: new Set<string>() };
    return {
      contract: contractOf(row, policy),
      open: ofContract.open,
      closedTermEnds: ofContract.closed,
      policy,
    };
  });
}

/**
 * Lines with ARR beside the one currency that the target of their contract is in: what was signed, else the account's or
 * the company's where a line has it. Amounts of several currencies are never added up.
 */
const pricedLines = (accountIds: readonly string[], company: string) => sql`
  select l.account_id, l.contract_id, l.starts_on, l.ends_on, l.arr, l.currency, k.expires_on,
         coalesce(k.currency, first_value(l.currency) over (
           partition by l.account_id, l.contract_id
               order by l.currency is not distinct from b.currency desc, l.currency = ${company} desc, l.currency)) as target_currency
    from subscriptions l
    join contracts k on k.account_id = l.account_id and k.id = l.contract_id
    join accounts b on b.id = l.account_id
   where l.account_id = any(${accountIds}::uuid[]) and k.account_id = any(${accountIds}::uuid[])
     and l.arr <> 0 and l.archived_at is null`;

function contractOf(row: Row, policy: RenewalPolicy): TermContract {
  return {
    id: row.id,
    accountId: row.account_id,
    startsOn: row.starts_on,
    expiresOn: row.expires_on,
    termStartsOn: row.term_starts_on,
    autoRenews: row.auto_renews,
    renewalTermMonths: row.renewal_term_months,
    noticePeriodDays: row.notice_period_days,
    noticePeriodMonths: row.notice_period_months,
    isImplied: row.is_implied,
    isSheet: row.is_sheet,
    isArchived: row.is_archived,
    currency: row.currency,
    targetArr: row.target_arr,
    isLive: row.is_live,
    isFollowed: row.is_followed,
    ownerId: policy.ownerKeyRoles.flatMap((slug) => row.key_roles[slug] ?? [])[0] ?? null,
  };
}

/** Who holds each key role of the account `a`, by the role's slug. */
async function keyRoles(app: App, tx: Tx) {
  const fields = [...(await catalogOf(app, tx)).fieldsOf("account").values()].filter(
    (one) => one.origin === "key-role",
  );
  if (fields.length === 0) return sql`'{}'::jsonb`;
  const pairs = fields.map(
    (one) => sql`${one.slug.replace("keyRole:", "")}::text, a.${sql.id(one.column.name)}`,
  );
  return sql`jsonb_build_object(${sql.join(pairs)})`;
}

type OfContract = { open: OpenRenewal | null; closed: Set<string> };

/** A rating below this default likelihood leaves the decision to a person. */
const doubtedBelow = 0.25;

async function readRenewals(tx: Tx, ctx: Context, accountIds: string[]): Promise<Map<string, OfContract>> {
  const { rows } = await sql<{
    id: string;
    contract_id: string;
    term_starts_on: string | null;
    term_ends_on: string | null;
    due_on: string;
    notice_deadline_on: string | null;
    currency: string;
    target_arr: string;
    is_target_stated: boolean;
    owner_id: string | null;
    is_owner_pinned: boolean;
    made_on: string;
    is_doubted: boolean;
    is_open: boolean;
  }>`
    select r.id, r.contract_id, r.term_starts_on, r.term_ends_on, r.due_on, r.notice_deadline_on, r.currency,
           r.target_arr, r.is_target_stated, r.owner_id, r.is_owner_pinned,
           (r.created_at at time zone ${ctx.timeZone})::date as made_on,
           coalesce(f.default_likelihood < ${doubtedBelow}, false) as is_doubted, r.outcome is null as is_open
      from renewals r left join forecast_ratings f on f.slug = r.rating
     where r.account_id = any(${accountIds}::uuid[]) and r.contract_id is not null and r.archived_at is null
     order by r.account_id, r.id
       for update of r
  `.execute(tx);
  const found = new Map<string, OfContract>();
  for (const row of rows) {
    const ofContract = found.get(row.contract_id) ?? { open: null, closed: new Set<string>() };
    found.set(row.contract_id, ofContract);
    if (!row.is_open) {
      ofContract.closed.add(row.term_ends_on ?? row.due_on);
      continue;
    }
    ofContract.open = {
      id: row.id,
      termStartsOn: row.term_starts_on,
      termEndsOn: row.term_ends_on,
      dueOn: row.due_on,
      noticeDeadlineOn: row.notice_deadline_on,
      currency: row.currency,
      targetArr: row.target_arr,
      isTargetStated: row.is_target_stated,
      ownerId: row.owner_id,
      isOwnerPinned: row.is_owner_pinned,
      madeOn: row.made_on,
      isDoubted: row.is_doubted,
    };
  }
  return found;
}
