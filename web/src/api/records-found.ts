import { accounts, contacts, organizations } from "@perennial/contract";
import { useMemo } from "react";
import type { FindRecords, RecordType } from "../ui/rule-editor/record-options.ts";
import { useCall } from "./query.ts";

/** How many records are offered for what was typed. */
const most = 20;
const mostNamed = 200;

/** Accounts, contacts or organizations by their name, or those with these ids; a hook. */
export const useRecordsFound: FindRecords = (type, asked) => {
  const rule =
    "ids" in asked
      ? { subject: "id", op: "is-any-of", value: asked.ids.slice(0, mostNamed) }
      : asked.text.trim() === ""
        ? { all: [] }
        : { subject: "name", op: "contains", value: asked.text.trim() };
  const limit = "ids" in asked ? mostNamed : most;
  const input = { query: { filter: JSON.stringify(rule), sort: "name", limit } };
  const isAsked = !("ids" in asked) || asked.ids.length > 0;
  const of = (one: RecordType) => ({ keepPrevious: !("ids" in asked), enabled: one === type && isAsked });
  const found = {
    account: useCall(accounts.list, input, of("account")),
    contact: useCall(contacts.list, input, of("contact")),
    organization: useCall(organizations.list, input, of("organization")),
  }[type];
  const items: readonly { id: string; name: string | null }[] | undefined = isAsked ? found.data?.items : [];
  return useMemo(
    () => (items ?? []).map((record) => ({ value: record.id, label: record.name ?? record.id })),
    [items],
  );
};
