import { accounts, searchRecords } from "@perennial/contract";
import { useMemo, useState } from "react";
import { useCall } from "./query.ts";

type AccountOption = { value: string; label: string; hint?: string };

/**
 * Accounts to choose from in a `Combobox`: found by typing, by name when nothing was typed. The one chosen stays among
 * them, so that its name is shown whatever is typed next.
 */
export function useAccountOptions(hint = "") {
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<AccountOption | null>(null);
  const q = text.trim() || hint;
  const found = useCall(
    searchRecords,
    { query: { q, limit: 40 } },
    { enabled: q !== "", keepPrevious: true },
  );
  const all = useCall(accounts.list, { query: { sort: "name", limit: 50 } }, { enabled: q === "" });
  const options = useMemo(() => {
    const hits: AccountOption[] =
      q === ""
        ? (all.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name ?? "" }))
        : (found.data?.items ?? [])
            .filter((hit) => hit.object === "account")
            .map(({ id, title, subtitle }) => ({
              value: id,
              label: title,
              ...(subtitle ? { hint: subtitle } : {}),
            }));
    return chosen && !hits.some((hit) => hit.value === chosen.value) ? [chosen, ...hits] : hits;
  }, [q, all.data, found.data, chosen]);
  return {
    options,
    onSearch: setText,
    accountId: chosen?.value ?? null,
    choose: (id: string | null) => setChosen(options.find((option) => option.value === id) ?? null),
  };
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
