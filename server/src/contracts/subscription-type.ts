import { subscriptionFields } from "@perennial/contract";
import { sql } from "kysely";
import type { Change, Json } from "../kernel/command.ts";
import type { Tx } from "../kernel/db.ts";
import {
  builtIns,
  type ObjectType,
  type RecordInput,
  type RecordWrite,
  type RowProblem,
} from "../objects/index.ts";
import { completePrice } from "./complete-price.ts";
import { isCurrency } from "./contract-type.ts";
import { type ContractRef, resolveAccountOfRows, resolveContractOfRows } from "./resolve-rows.ts";
import { subscriptionValues } from "./subscription-values.ts";

/** Subscriptions: priced lines over a span of dates; the source of ARR. */
export const subscriptionType: ObjectType = {
  slug: "subscription",
  plural: "subscriptions",
  hasOwnCurrency: true,
  label: "Subscription",
  labelPlural: "Subscriptions",
  table: "subscriptions",
  placement: "below-account",
  keepsPast: true,
  builtIns: builtIns("subscription", subscriptionFields, {
    product: "product",
    plan: "plan",
    kind: "kind",
    trial: "is_trial",
    quantity: "quantity",
    unitPrice: "unit_price",
    discountPct: "discount_pct",
    billingIntervalMonths: "billing_interval_months",
    upliftPct: "uplift_pct",
    currency: "currency",
    startsOn: "starts_on",
    endsOn: "ends_on",
    arr: "arr",
    statedArr: "stated_arr",
    amendmentReason: "amendment_reason",
    isImplied: "is_implied",
  }),
  defaults: { isImplied: false },
  async prepare({ tx, inputs }) {
    const accounts = await resolveAccountOfRows(tx, inputs);
    const { contracts, problems } = await resolveContractOfRows(tx, accounts.inputs);
    const all = [...accounts.problems, ...problems];
    const prepared = accounts.inputs.map((input, row): RecordInput => {
      const { values, problems: wrong } = subscriptionValues(input);
      all.push(...wrong.map((problem) => ({ ...problem, row })));
      const contract = contracts.get(row);
      const accountId = input.accountId ?? contract?.accountId;
      return {
        ...input,
        ...(accountId === undefined ? {} : { accountId }),
        values,
        extras: contract === undefined ? {} : { contract },
      };
    });
    return { inputs: prepared, problems: all };
  },
  async check({ app, tx, writes }) {
    const { currency } = await app.company();
    const currencies = await currenciesOf(tx, writes);
    const problems: RowProblem[] = [];
    for (const write of writes) {
      write.after.currency ??=
        currencies.get(contractIdOf(write) ?? "") ?? currencies.get(write.accountId ?? "") ?? currency;
      const wrong = [...lineProblems(write), ...contractOfOtherAccount(write)];
      problems.push(...wrong);
      if (wrong.length === 0) problems.push(...completePrice(write));
    }
    return problems;
  },
  async afterWrite({ tx, writes }) {
    return { changes: await linkContracts(tx, writes) };
  },
};

const contractIdOf = (write: RecordWrite): string | null | undefined =>
  (write.extras.contract as ContractRef | null | undefined) === null
    ? null
    : (write.extras.contract as ContractRef | undefined)?.id;

/** The currency a line takes when it names none: that of its contract, else of its account. By either's id. */
async function currenciesOf(tx: Tx, writes: readonly RecordWrite[]): Promise<Map<string, string>> {
  const without = writes.filter((write) => (write.after.currency ?? null) === null);
  if (without.length === 0) return new Map();
  const accountIds = [...new Set(without.map((write) => write.accountId))];
  const { rows } = await sql<{ id: string; currency: string }>`
    select id, currency from contracts where account_id = any(${accountIds}::uuid[]) and currency is not null
    union all
    select id, currency from accounts where id = any(${accountIds}::uuid[]) and currency is not null
  `.execute(tx);
  return new Map(rows.map((row) => [row.id, row.currency]));
}

function contractOfOtherAccount(write: RecordWrite): RowProblem[] {
  const contract = write.extras.contract as ContractRef | null | undefined;
  if (!contract || contract.accountId === write.accountId) return [];
  return [{ row: write.row, path: "contract", message: "the contract belongs to another account" }];
}

function lineProblems({ row, after }: RecordWrite): RowProblem[] {
  const problems: RowProblem[] = [];
  const { startsOn, endsOn, currency } = after;
  // One day before the start is a line without length, which sources do hold; earlier is a mistake.
  if (typeof startsOn === "string" && typeof endsOn === "string" && endsOn < dayBefore(startsOn)) {
    problems.push({ row, path: "endsOn", message: `${endsOn} is before the start, ${startsOn}` });
  }
  if (typeof currency === "string" && !isCurrency(currency)) {
    problems.push({ row, path: "currency", message: `“${currency}” is not a currency code such as USD` });
  }
  return problems;
}

const dayBefore = (date: string): string => Temporal.PlainDate.from(date).subtract({ days: 1 }).toString();

/** Puts lines under the contract their row named, or under none; says which ones moved. */
async function linkContracts(tx: Tx, writes: readonly RecordWrite[]): Promise<Change[]> {
  const wanted = writes
    .filter((write) => write.extras.contract !== undefined)
    .map((write) => ({
      account_id: write.accountId,
      id: write.id,
      contract_id: contractIdOf(write) ?? null,
    }));
  if (wanted.length === 0) return [];
  const { rows } = await sql<{ account_id: string; id: string; old: Json; new: Json }>`
    with wanted as (
      select r.account_id, r.id, r.contract_id, s.contract_id as former
        from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as r (account_id uuid, id uuid, contract_id uuid)
        join subscriptions s on s.account_id = r.account_id and s.id = r.id
       where s.contract_id is distinct from r.contract_id
    )
    update subscriptions s set contract_id = w.contract_id
      from wanted w where s.account_id = w.account_id and s.id = w.id
    returning s.account_id, s.id, w.former as old, w.contract_id as new
  `.execute(tx);
  return rows.map((row) => ({
    object: "subscription",
    objectId: row.id,
    accountId: row.account_id,
    field: "contractId",
    old: row.old,
    new: row.new,
  }));
}
