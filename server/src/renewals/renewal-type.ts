import { renewalDerivedFields, renewalFields } from "@perennial/contract";
import { sql } from "kysely";
import { lockAccounts, resolveAccountOfRows, resolveContractOfRows } from "../contracts/index.ts";
import type { DomainEvent } from "../kernel/command.ts";
import type { Db, Tx } from "../kernel/db.ts";
import {
  builtIns,
  type Field,
  type ObjectType,
  type RecordInput,
  type RecordWrite,
  type RowProblem,
} from "../objects/index.ts";
import { completeRenewal } from "./complete-renewal.ts";
import { linkRenewals, matchRenewals } from "./match-renewals.ts";
import { policyFor, readPolicies } from "./renewal-policies.ts";
import { renewalEvent } from "./store-renewals.ts";

const columns = {
  dueOn: "due_on",
  noticeDeadlineOn: "notice_deadline_on",
  termStartsOn: "term_starts_on",
  termEndsOn: "term_ends_on",
  currency: "currency",
  targetArr: "target_arr",
  isTargetStated: "is_target_stated",
  forecastArr: "forecast_arr",
  finalArr: "final_arr",
  deltaArr: "delta_arr",
  bookingType: "booking_type",
  stage: "stage",
  rating: "rating",
  likelihoodHuman: "human_likelihood",
  ownerId: "owner_id",
  isOwnerPinned: "is_owner_pinned",
  nextStep: "next_step",
  nextStepOn: "next_step_on",
  forecastNotes: "forecast_notes",
  noticeSentOn: "notice_sent_on",
  orderedOn: "ordered_on",
  outcome: "outcome",
  lossReason: "loss_reason",
  rootCause: "root_cause",
  competitor: "competitor",
  timing: "timing",
  closedAt: "closed_at",
  isAutoRenewed: "is_auto_renewed",
  isImplied: "is_implied",
} as const;

/** What the likelihood model says and how it stands on its cadence, kept apart from what people write. */
const derived = {
  likelihoodModel: "likelihood_model",
  arrIfRenewed: "arr_if_renewed",
  expectedArr: "expected_arr",
  standing: "standing",
  daysBehind: "days_behind",
  likelihoodGap: "likelihood_gap",
} as const;

/** Of these the history tells what they were; of the others only what they are. */
const trackedDerived: readonly string[] = ["likelihoodModel", "expectedArr", "standing"];
const derivedBuiltIns = builtIns("renewal", renewalDerivedFields, derived).map(
  (field): Field => ({
    ...field,
    column: { table: "derived", name: field.column.name },
    origin: "derived",
    isTracked: trackedDerived.includes(field.slug),
  }),
);

/** Renewals: the decision due when a contract's term ends. */
export const renewalType: ObjectType = {
  slug: "renewal",
  plural: "renewals",
  hasOwnCurrency: true,
  label: "Renewal",
  labelPlural: "Renewals",
  table: "renewals",
  derivedTable: "renewal_derived",
  placement: "below-account",
  keepsPast: true,
  generated: { delta_arr: "coalesce(x.final_arr, x.forecast_arr) - x.target_arr" },
  builtIns: [...builtIns("renewal", renewalFields, columns), ...derivedBuiltIns],
  shown: [
    { slug: "accountName", label: "Account", type: "text" },
    { slug: "likelihood", label: "Likelihood", type: "percentage" },
    { slug: "daysToExpiry", label: "Days to expiry", type: "integer" },
    { slug: "isOverdue", label: "Overdue", type: "boolean" },
    { slug: "flags", label: "Hygiene", type: "text" },
  ],
  defaults: { isTargetStated: false, isOwnerPinned: false, isAutoRenewed: false, isImplied: false },
  async prepare({ tx, inputs }) {
    const accounts = await resolveAccountOfRows(tx, inputs);
    const { contracts, problems } = await resolveContractOfRows(tx, accounts.inputs);
    const named = accounts.inputs.map((input, row): RecordInput => {
      const { deltaArr, ...values } = input.values;
      const { notes } = input.extras ?? {};
      const contract = contracts.get(row);
      const accountId = input.accountId ?? contract?.accountId;
      return {
        ...input,
        ...(accountId === undefined ? {} : { accountId }),
        values: notes === undefined ? values : { forecastNotes: notes, ...values },
        extras: {
          ...(contract === undefined ? {} : { contract }),
          ...(deltaArr === undefined ? {} : { deltaArr }),
        },
      };
    });
    const accountIds = named.flatMap((input) => (input.accountId ? [input.accountId] : []));
    await lockAccounts(tx, accountIds);
    return { inputs: await matchRenewals(tx, named), problems: [...accounts.problems, ...problems] };
  },
  async check({ app, tx, ctx, writes }) {
    const { currency } = await app.company();
    const stages = await readStages(tx);
    const policies = await readPolicies(tx);
    const touchModels = await touchModelsOf(tx, writes);
    return writes.flatMap((write): RowProblem[] =>
      completeRenewal(write, {
        currency,
        stages,
        policy: policyFor(policies, touchModels.get(write.accountId ?? "") ?? null),
        now: ctx.now.toString(),
      }),
    );
  },
  async afterWrite({ tx, writes }) {
    return { changes: await linkRenewals(tx, writes), events: writes.flatMap(renewalEvents) };
  },
};

const told = {
  stage: "renewal.stage-changed",
  rating: "renewal.rating-changed",
  forecastArr: "renewal.forecast-changed",
};

function renewalEvents(write: RecordWrite): DomainEvent[] {
  if (write.isNew || write.accountId === null) return [];
  const ref = { id: write.id, accountId: write.accountId };
  return Object.entries(told).flatMap(([field, name]) => {
    const [old, now] = [write.before[field] ?? null, write.after[field] ?? null];
    const isSame =
      old === now || (old !== null && now !== null && field === "forecastArr" && Number(old) === Number(now));
    return isSame ? [] : [renewalEvent(ref, name, { old, new: now })];
  });
}

export type Stage = { slug: string; label: string; kind: "open" | "won" | "lost" };

export async function readStages(db: Db | Tx): Promise<Stage[]> {
  const { rows } = await sql<Stage>`
    select slug, label, kind from renewal_stages where archived_at is null order by position
  `.execute(db);
  return rows;
}

async function touchModelsOf(tx: Tx, writes: readonly RecordWrite[]): Promise<Map<string, string | null>> {
  const { rows } = await sql<{ id: string; touch_model: string | null }>`
    select id, touch_model from accounts where id = any(${writes.map((write) => write.accountId)}::uuid[])
  `.execute(tx);
  return new Map(rows.map((row) => [row.id, row.touch_model]));
}

const tones = { open: "neutral", won: "good", lost: "bad" } as const;

/** Stage and rating with the options that the company has defined. */
export async function renewalDefinitionFields(db: Db | Tx): Promise<Field[]> {
  const stages = await readStages(db);
  const { rows } = await sql<{ slug: string; label: string }>`
    select slug, label from forecast_ratings where archived_at is null order by position
  `.execute(db);
  const options = {
    stage: stages.map((stage) => ({ value: stage.slug, label: stage.label, tone: tones[stage.kind] })),
    rating: rows.map((row) => ({ value: row.slug, label: row.label })),
  };
  return renewalType.builtIns.flatMap((field) =>
    field.slug === "stage" || field.slug === "rating" ? [{ ...field, options: options[field.slug] }] : [],
  );
}
