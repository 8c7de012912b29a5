import { sql } from "kysely";
import { type AccountReference, resolveAccounts } from "../accounts/index.ts";
import type { Tx } from "../kernel/db.ts";
import { isId } from "../kernel/ids.ts";

/** Whose an event is, as named from outside. */
export type EventOwner = {
  account?: AccountReference | null | undefined;
  contact?: { id?: string | undefined; externalId?: string | undefined; email?: string | undefined } | null;
  subscription?: { externalId: string } | null | undefined;
};

export type ResolvedOwner = {
  accountId: string | null;
  contactId: string | null;
  /** Why there is no account, and what names it. */
  problem?: { path: string; message: string };
};

/**
 * Finds the account and contact of each event, with one statement for each way of naming. An account that is not
 * named follows from the subscription, or from the contact when it belongs to one account only.
 */
export async function resolveOwners(
  tx: Tx,
  owners: readonly EventOwner[],
  source: string,
): Promise<ResolvedOwner[]> {
  const accounts = await accountsOf(tx, owners, source);
  const contacts = await contactsOf(tx, owners, source);
  const wanting = owners.flatMap((owner, index) => {
    const contactId = contacts(owner);
    const isNamed = Boolean(owner.account) || Boolean(owner.subscription);
    return !isNamed && contactId !== undefined && accounts[index] === undefined ? [contactId] : [];
  });
  const sole = await soleAccountsOf(tx, wanting);
  return owners.map((owner, index): ResolvedOwner => {
    const contactId = contacts(owner) ?? null;
    const account = accounts[index];
    if (account && "id" in account) return { accountId: account.id, contactId };
    if (account) {
      const path = owner.account ? "account" : "subscription";
      return { accountId: null, contactId, problem: { path, message: account.problem } };
    }
    if (contactId !== null) {
      const ids = sole.get(contactId) ?? [];
      const [only] = ids;
      if (ids.length === 1 && only !== undefined) return { accountId: only, contactId };
      const message =
        ids.length === 0
          ? "the contact belongs to no account: name the account"
          : `the contact belongs to ${ids.length} accounts: name the one that is meant`;
      return { accountId: null, contactId, problem: { path: "account", message } };
    }
    const named = owner.contact?.externalId ?? owner.contact?.email ?? owner.contact?.id;
    const message =
      named === undefined
        ? "an account is required: name it, or a contact who belongs to one"
        : `there is no contact “${named}”, and no account is named`;
    return { accountId: null, contactId, problem: { path: "account", message } };
  });
}

type Found = { id: string } | { problem: string } | undefined;

async function accountsOf(tx: Tx, owners: readonly EventOwner[], source: string): Promise<Found[]> {
  const keys = owners.map((owner) => (owner.account ? keyOf(owner.account) : ""));
  const references = new Map<string, AccountReference>();
  owners.forEach(({ account }, index) => {
    if (account) references.set(keys[index] ?? "", account);
  });
  const resolved = await resolveAccounts(tx, [...references.values()], source);
  const byReference = new Map([...references.keys()].map((key, index) => [key, resolved[index]]));
  const subscriptions = await subscriptionAccounts(
    tx,
    owners.flatMap((owner) => (!owner.account && owner.subscription ? [owner.subscription.externalId] : [])),
    source,
  );
  return owners.map((owner, index): Found => {
    if (owner.account) return byReference.get(keys[index] ?? "");
    if (!owner.subscription) return undefined;
    const id = subscriptions.get(owner.subscription.externalId);
    return id === undefined
      ? { problem: `there is no subscription with the external id “${owner.subscription.externalId}”` }
      : { id };
  });
}

function keyOf(reference: AccountReference): string {
  return JSON.stringify(reference);
}

async function subscriptionAccounts(
  tx: Tx,
  externalIds: readonly string[],
  source: string,
): Promise<Map<string, string>> {
  if (externalIds.length === 0) return new Map();
  const { rows } = await sql<{ external_id: string; account_id: string }>`
    select external_id, (array_agg(account_id order by source <> ${source}, source))[1] as account_id
      from external_ids
     where object = 'subscription' and external_id = any(${[...new Set(externalIds)]}::text[])
       and account_id is not null
     group by external_id
  `.execute(tx);
  return new Map(rows.map((row) => [row.external_id, row.account_id]));
}

async function contactsOf(
  tx: Tx,
  owners: readonly EventOwner[],
  source: string,
): Promise<(owner: EventOwner) => string | undefined> {
  const named = (way: "id" | "externalId" | "email") => [
    ...new Set(
      owners.flatMap((owner) => {
        const text = owner.contact?.[way];
        return text ? [way === "externalId" ? text : text.trim().toLowerCase()] : [];
      }),
    ),
  ];
  const byId = await existingContacts(tx, named("id").filter(isId));
  const byExternalId = await contactsByExternalId(tx, named("externalId"), source);
  const byEmail = await contactsByEmail(tx, named("email"));
  return ({ contact }) =>
    (contact?.id ? byId.get(contact.id.trim().toLowerCase()) : undefined) ??
    (contact?.externalId ? byExternalId.get(contact.externalId) : undefined) ??
    (contact?.email ? byEmail.get(contact.email.trim().toLowerCase()) : undefined);
}

async function existingContacts(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string }>`
    select id from contacts where id = any(${[...ids]}::uuid[])
  `.execute(tx);
  return new Map(rows.map((row) => [row.id, row.id]));
}

/** The contact of each external id: the source's own first, else the only one that any source gives. */
export async function contactsByExternalId(
  tx: Tx,
  externalIds: readonly string[],
  source: string,
): Promise<Map<string, string>> {
  if (externalIds.length === 0) return new Map();
  const own = await sql<{ external_id: string; object_id: string }>`
    select external_id, object_id from external_ids
     where object = 'contact' and source = ${source} and external_id = any(${[...externalIds]}::text[])
  `.execute(tx);
  const found = new Map(own.rows.map((row) => [row.external_id, row.object_id]));
  const others = externalIds.filter((id) => !found.has(id));
  if (others.length === 0) return found;
  const { rows } = await sql<{ external_id: string; object_id: string }>`
    select external_id, min(object_id::text) as object_id from external_ids
     where object = 'contact' and external_id = any(${others}::text[])
     group by external_id having count(distinct object_id) = 1
  `.execute(tx);
  for (const row of rows) found.set(row.external_id, row.object_id);
  return found;
}

async function contactsByEmail(tx: Tx, emails: readonly string[]): Promise<Map<string, string>> {
  if (emails.length === 0) return new Map();
  const { rows } = await sql<{ email: string; id: string }>`
    select lower(email) as email, min(id::text) as id from contacts
     where lower(email) = any(${[...emails]}::text[]) and archived_at is null
     group by lower(email) having count(*) = 1
  `.execute(tx);
  return new Map(rows.map((row) => [row.email, row.id]));
}

async function soleAccountsOf(tx: Tx, contactIds: readonly string[]): Promise<Map<string, string[]>> {
  if (contactIds.length === 0) return new Map();
  const { rows } = await sql<{ contact_id: string; account_ids: string[] }>`
    select contact_id, array_agg(account_id::text order by account_id) as account_ids from account_contacts
     where contact_id = any(${[...new Set(contactIds)]}::uuid[]) and until is null
     group by contact_id
  `.execute(tx);
  return new Map(rows.map((row) => [row.contact_id, row.account_ids]));
}
