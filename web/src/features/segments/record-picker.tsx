import { accounts, contacts, organizations, type Segment } from "@perennial/contract";
import { useState } from "react";
import { useCall } from "../../api/query.ts";
import { Combobox } from "../../ui/combobox.tsx";

/** Finds an account, a contact or an organization by its name. */
export function RecordPicker({
  object,
  label,
  onPick,
}: {
  object: Segment["object"];
  label: string;
  onPick: (id: string, name: string) => void;
}) {
  const [text, setText] = useState("");
  const filter = JSON.stringify(
    text.trim() === "" ? { all: [] } : { subject: "name", op: "contains", value: text.trim() },
  );
  const input = { query: { filter, sort: "name", limit: 20 } };
  const ofObject = (one: Segment["object"]) => ({ keepPrevious: true, enabled: one === object });
  const found = {
    account: useCall(accounts.list, input, ofObject("account")),
    contact: useCall(contacts.list, input, ofObject("contact")),
    organization: useCall(organizations.list, input, ofObject("organization")),
  }[object];
  const items: readonly { id: string; name: string | null }[] = found.data?.items ?? [];
  const options = items.map((record) => ({ value: record.id, label: record.name ?? record.id }));
  return (
    <Combobox
      label={label}
      placeholder={label}
      options={options}
      onSearch={setText}
      value={null}
      onValueChange={(id) => {
        const chosen = options.find((option) => option.value === id);
        if (chosen) onPick(chosen.value, chosen.label);
      }}
    />
  );
}
