import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import { contributions } from "../kernel/slice.ts";
import type { Present } from "../objects/index.ts";
import { presentCommon, type StoredRecord, valuesWithPrefix } from "../objects/index.ts";
import { accountType } from "./account-type.ts";

/** How far the health of accounts has moved; those of whom it is not known are left out. */
type ChangesReader = (app: App, ctx: Context, ids: readonly string[]) => Promise<ReadonlyMap<string, number>>;

declare module "../kernel/slice.ts" {
  interface SliceContributions {
    /** Given by who keeps health scores. */
    accountHealthChanges: readonly ChangesReader[];
  }
}

/**
 * An account as the API shows it (spec 0): built-ins, traits, metrics, scores, segments, key roles, ARR. How far its health
 * moved is read from the history, and so only where that column is asked for.
 */
export const presentAccounts: Present = async (app, ctx, records, asked) => {
  const { currency } = await app.company();
  const shown = records.map((record) => presentAccount(record, currency));
  if (!asked?.has("healthChange30d")) return shown;
  const ids = records.map((record) => record.id);
  const readers = ctx.asOf ? [] : contributions(app, "accountHealthChanges");
  const [changes] = await Promise.all(readers.map((read) => read(app, ctx, ids)));
  return shown.map((account, row) => ({
    ...account,
    healthChange30d: changes?.get(ids[row] ?? "") ?? null,
  }));
};

function presentAccount(record: StoredRecord, reportingCurrency: string): Record<string, unknown> {
  const { values } = record;
  const money = (slug: string) => {
    const amount = values[slug];
    return typeof amount === "string" ? { amount: twoDigits(amount), currency: reportingCurrency } : null;
  };
  return {
    ...presentCommon(accountType, record),
    keyRoles: valuesWithPrefix(record, "keyRole:"),
    metrics: groupParts(asNumbers(valuesWithPrefix(record, "metric:")), [
      "value",
      "previous",
      "change",
      "changePct",
    ]),
    scores: groupParts(valuesWithPrefix(record, "score:"), [
      "value",
      "label",
      "coverage",
      "model",
      "override",
      "oldestInputOn",
    ]),
    segments: Object.entries(valuesWithPrefix(record, "segment:")).flatMap(([slug, isMember]) =>
      isMember ? [slug] : [],
    ),
    arr: money("arr"),
    mrr: money("mrr"),
    nextRenewalOn: values.nextRenewalOn ?? null,
    noticeDeadlineOn: values.noticeDeadlineOn ?? null,
    lifecycle: values.lifecycle ?? null,
  };
}

/** Exact decimals come as text; metrics are plain numbers. */
function asNumbers(flat: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(flat).map(([key, value]) => [key, typeof value === "string" ? Number(value) : value]),
  );
}

/** `{ "logins": 3, "logins.previous": 2 }` → `{ logins: { value: 3, previous: 2, … } }`. */
function groupParts(
  flat: Record<string, unknown>,
  parts: readonly string[],
): Record<string, Record<string, unknown>> {
  const grouped: Record<string, Record<string, unknown>> = {};
  for (const [key, value] of Object.entries(flat)) {
    const [slug = "", part = "value"] = key.split(".");
    grouped[slug] ??= Object.fromEntries(parts.map((each) => [each, null]));
    Object.assign(grouped[slug], { [part]: value });
  }
  return grouped;
}

/** `1200` and `1200.0000` → `1200.00`. */
function twoDigits(amount: string): string {
  const [whole, fraction = ""] = amount.split(".");
  const kept = fraction.replace(/0+$/, "").padEnd(2, "0");
  return `${whole}.${kept}`;
}
