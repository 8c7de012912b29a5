import { sql } from "kysely";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { problem } from "../kernel/errors.ts";

export type Recipient = { name: string; address: string; contactId: string | null; part: "to" | "cc" };

type Wanted = {
  accountId: string;
  contactIds?: readonly string[] | undefined;
  ccContactIds?: readonly string[] | undefined;
  stakeholderRoles?: readonly string[] | undefined;
};

type Row = {
  id: string;
  name: string | null;
  email: string | null;
  role: string | null;
  is_reachable: boolean;
};

/** Asked in this order when neither contacts nor roles are named. */
const usualRoles = ["decision-maker", "champion", "sponsor", "administrator"];

/**
 * The contacts a conversation goes to: those named, or all who hold the first of the roles that has somebody who can
 * be reached. Reachable: has an address, still at the account, and for automatic mail has not unsubscribed.
 * @throws Problem `invalid-input` when nobody is left, or a named contact is not one of the account's
 */
export async function chooseRecipients(
  tx: Tx,
  ctx: Context,
  wanted: Wanted,
  isAutomatic: boolean,
): Promise<Recipient[]> {
  const { rows } = await sql<Row>`
    select c.id, c.name, c.email, l.stakeholder_role as role,
           c.email is not null and (c.deactivated_on is null or c.deactivated_on > ${ctx.today.toString()}::date)
             and not (${isAutomatic}::boolean and c.unsubscribed_at is not null) as is_reachable
      from account_contacts l join contacts c on c.id = l.contact_id
     where l.account_id = ${wanted.accountId} and c.archived_at is null
       and (l.until is null or l.until > ${ctx.today.toString()}::date)
     order by c.created_at, c.id
  `.execute(tx);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const to = wanted.contactIds?.length
    ? wanted.contactIds.map((id) => named(byId, id, "contactIds"))
    : holdersOf(rows, wanted.stakeholderRoles ?? usualRoles);
  const cc = (wanted.ccContactIds ?? []).map((id) => named(byId, id, "ccContactIds"));
  const reachable = [
    ...to.filter((row) => row.is_reachable).map((row) => recipientOf(row, "to")),
    ...cc.filter((row) => row.is_reachable).map((row) => recipientOf(row, "cc")),
  ];
  if (reachable.some((one) => one.part === "to")) {
    return [...new Map(reachable.toReversed().map((one) => [one.address, one])).values()].toReversed();
  }
  const asked = wanted.contactIds?.length
    ? "None of the named contacts can be reached: no address, left, or unsubscribed from automatic mail"
    : `No contact of this account who can be reached holds one of the roles ${(wanted.stakeholderRoles ?? usualRoles).join(", ")}`;
  throw problem("invalid-input", `${asked}. Add a contact with an e-mail address or name one.`, {
    fields: [
      { path: wanted.contactIds?.length ? "contactIds" : "stakeholderRoles", message: "nobody to write to" },
    ],
  });
}

function holdersOf(rows: readonly Row[], roles: readonly string[]): Row[] {
  for (const role of roles) {
    const holders = rows.filter((row) => row.role === role && row.is_reachable);
    if (holders.length > 0) return holders;
  }
  return [];
}

function named(byId: ReadonlyMap<string, Row>, id: string, path: string): Row {
  const row = byId.get(id);
  if (row) return row;
  throw problem("invalid-input", `The contact ${id} is not one of this account's.`, {
    fields: [{ path, message: `${id} is not a contact of this account` }],
  });
}

function recipientOf(row: Row, part: "to" | "cc"): Recipient {
  return { name: row.name ?? "", address: (row.email ?? "").toLowerCase(), contactId: row.id, part };
}
