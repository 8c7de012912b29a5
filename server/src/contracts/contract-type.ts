import { contractFields } from "@perennial/contract";
import { builtIns, type ObjectType, type RecordWrite, type RowProblem } from "../objects/index.ts";
import { resolveAccountOfRows } from "./resolve-rows.ts";

/** Contracts: what was signed; subscriptions with common terms. */
export const contractType: ObjectType = {
  slug: "contract",
  plural: "contracts",
  label: "Contract",
  labelPlural: "Contracts",
  table: "contracts",
  placement: "below-account",
  keepsPast: true,
  generated: { expires_on: "coalesce(x.term_ends_on, x.ends_on)" },
  builtIns: builtIns("contract", contractFields, {
    name: "name",
    signedOn: "signed_on",
    startsOn: "starts_on",
    endsOn: "ends_on",
    noticePeriodDays: "notice_period_days",
    noticePeriodMonths: "notice_period_months",
    autoRenews: "auto_renews",
    renewalTermMonths: "renewal_term_months",
    upliftPct: "uplift_pct",
    currency: "currency",
    purchaseOrder: "purchase_order",
    documentUrl: "document_url",
    termStartsOn: "term_starts_on",
    termEndsOn: "term_ends_on",
    expiresOn: "expires_on",
    isImplied: "is_implied",
  }),
  defaults: { autoRenews: false, isImplied: false },
  async prepare({ tx, inputs }) {
    return resolveAccountOfRows(tx, inputs);
  },
  async check({ writes }) {
    for (const { after, before, isNew } of writes) {
      after.autoRenews ??= false;
      // A new signed end is the end of the current term, unless it lies before that term has begun.
      const isAmended = !isNew && after.endsOn !== before.endsOn && after.termEndsOn !== null;
      if (isAmended && (after.endsOn ?? "9999") >= (after.termStartsOn ?? "")) after.termEndsOn = null;
    }
    return writes.flatMap(contractProblems);
  },
};

function contractProblems({ row, after }: RecordWrite): RowProblem[] {
  const problems: RowProblem[] = [];
  const { startsOn, endsOn, currency } = after;
  if (typeof startsOn === "string" && typeof endsOn === "string" && endsOn < startsOn) {
    problems.push({ row, path: "endsOn", message: `${endsOn} is before the start, ${startsOn}` });
  }
  if (typeof currency === "string" && !isCurrency(currency)) {
    problems.push({ row, path: "currency", message: `“${currency}” is not a currency code such as USD` });
  }
  for (const path of ["noticePeriodDays", "noticePeriodMonths"]) {
    const value = after[path];
    if (typeof value === "number" && value < 0) problems.push({ row, path, message: "cannot be negative" });
  }
  const months = after.renewalTermMonths;
  if (typeof months === "number" && (months < 1 || months > 240)) {
    problems.push({ row, path: "renewalTermMonths", message: "from 1 to 240 months" });
  }
  return problems;
}

/** Whether a text has the form of an ISO 4217 code. */
export const isCurrency = (text: string): boolean => /^[A-Z]{3}$/.test(text);
