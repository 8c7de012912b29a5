import { accounts } from "@perennial/contract";
import { useState } from "react";
import { useCall } from "../../api/query.ts";
import { Combobox } from "../../ui/combobox.tsx";

/** Finds an account by its name and adds it by hand. */
export function AddMember({ onAdd }: { onAdd: (accountId: string, name: string) => void }) {
  const [text, setText] = useState("");
  const filter = JSON.stringify(
    text.trim() === "" ? { all: [] } : { subject: "name", op: "contains", value: text.trim() },
  );
  const found = useCall(
    accounts.list,
    { query: { filter, sort: "name", limit: 20 } },
    { keepPrevious: true },
  );
  const options = (found.data?.items ?? []).map((account) => ({
    value: account.id,
    label: account.name ?? account.id,
  }));
  return (
    <Combobox
      label="Add an account by hand"
      placeholder="Add an account by hand"
      options={options}
      onSearch={setText}
      value={null}
      onValueChange={(id) => {
        const chosen = options.find((option) => option.value === id);
        if (chosen) onAdd(chosen.value, chosen.label);
      }}
    />
  );
}
