import { accounts, type CustomObject, type CustomRecord, contacts, organizations } from "@perennial/contract";
import { useCall } from "../../api/query.ts";
import { linkWords } from "./link-words.ts";

const gets = { account: accounts.get, contact: contacts.get, organization: organizations.get };

/** What a record belongs to, by name and address; undefined where it may be several, and while it is read. */
export function useOwner(object: CustomObject, record: CustomRecord | undefined) {
  const { object: kind, ownerOf } = linkWords[object.linkedTo];
  const id = (record && ownerOf(record)) ?? undefined;
  const { data } = useCall(
    gets[kind] as typeof accounts.get,
    { params: { id: id ?? "" } },
    {
      enabled: id !== undefined,
    },
  );
  const label = (data as { name: string | null } | undefined)?.name;
  return id === undefined || !label ? undefined : { label, href: `/${kind}s/${id}` };
}
