import { contacts } from "@perennial/contract";
import { usePages } from "./query.ts";

/** The filter of a list of contacts that asks for those of one account. */
export function contactsOfAccount(accountId: string): string {
  const where = { subject: "id", op: "is-any-of", value: [accountId] };
  return JSON.stringify({ related: "accounts", quantifier: { kind: "any" }, where });
}

/** The contacts of the account that a form is about, by name; none while it is about no account yet. */
export function useContactsOfAccount(accountId: string) {
  const filter = contactsOfAccount(accountId);
  const list = usePages(
    contacts.list,
    { query: { filter, sort: "name", limit: 200 } },
    { enabled: accountId !== "" },
  );
  return list.rows;
}
