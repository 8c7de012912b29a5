import { accounts } from "@perennial/contract";
import { useMemo } from "react";
import { useCall } from "./query.ts";
import { useRecordOptions } from "./record-options.ts";

/** Accounts to choose from in a `Combobox`. */
export function useAccountOptions(hint = "") {
  const { chosenId, ...search } = useRecordOptions("account", hint);
  return { ...search, accountId: chosenId };
}

/** Names of accounts by id, for lists whose records only name the account's id. */
export function useAccountNames(ids: readonly (string | null)[]): ReadonlyMap<string, string> {
  const wanted = useMemo(() => [...new Set(ids.filter((id) => id !== null))].sort(), [ids]);
  const filter = JSON.stringify({ subject: "id", op: "is-any-of", value: wanted });
  const named = useCall(
    accounts.list,
    { query: { filter, limit: 1000 } },
    { enabled: wanted.length > 0, keepPrevious: true },
  );
  return useMemo(
    () => new Map((named.data?.items ?? []).map(({ id, name }) => [id, name ?? ""])),
    [named.data],
  );
}
