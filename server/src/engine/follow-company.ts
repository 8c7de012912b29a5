import type { AfterCommand } from "../kernel/slice.ts";
import { requestPass } from "./passes.ts";

/** What rules and sums go by, apart from the time zone: that one has buckets cut anew as well, by those who keep them. */
const read: Readonly<Record<string, string>> = {
  currency: "the company's currency changed",
  fiscalYearStartMonth: "the company's fiscal year changed",
};

/** A company that counts in another currency, or by other quarters, has other numbers everywhere: all accounts are computed anew. */
export const followCompany: AfterCommand = async (tx, ctx, { changes }) => {
  const [reason] = changes.flatMap(({ object, field }) => (object === "company" ? (read[field] ?? []) : []));
  if (reason) await requestPass(tx, ctx.now, reason);
};
