import { type RawBuilder, sql } from "kysely";
import type { ObjectType } from "./object-type.ts";

/** How a statement over the records `r` of a type finds the accounts they belong to: what is joined, and the account's id there. */
export type AccountsOfRecords = { join: RawBuilder<unknown>; accountId: RawBuilder<unknown> };

/** Below one account, or tied to accounts by a contact, an organization or links; nothing where it is neither. */
export function accountsOfRecords(type: ObjectType): AccountsOfRecords | undefined {
  if (type.placement === "below-account") return { join: sql``, accountId: sql`r.account_id` };
  const tie = type.relations?.find(({ of, object }) => of === "account" && object === type.slug)?.sql;
  const [own] = tie?.on ?? [];
  if (!tie || !own) return undefined;
  const [ofAccount, there] = own;
  if (!tie.through) {
    return {
      join: sql` join accounts tie on ${sql.id("tie", ofAccount)} = ${sql.id("r", there)}`,
      accountId: sql`tie.id`,
    };
  }
  const on = tie.through.on.map(([from, to]) => sql`${sql.id("tie", from)} = ${sql.id("r", to)}`);
  return {
    join: sql` join ${sql.table(tie.through.table)} tie on ${sql.join(on, sql` and `)}`,
    accountId: sql`${sql.id("tie", there)}`,
  };
}
