import { accounts, type PlaybookDetail, playbooks } from "@perennial/contract";
import { useState } from "react";
import { useCall } from "../../api/query.ts";
import { Combobox } from "../../ui/combobox.tsx";

type PickerProps = {
  control: { id: string };
  playbook: PlaybookDetail;
  value: string | null;
  onChange: (id: string | null) => void;
};

/** An account by name; those that match the playbook now come first. */
export function AccountPicker({ control, playbook, value, onChange }: PickerProps) {
  const [text, setText] = useState("");
  const matches = useCall(playbooks.matches, { params: { id: playbook.id }, query: { limit: 20 } });
  const wanted = text.trim();
  const filter = JSON.stringify({ subject: "name", op: "contains", value: wanted });
  const found = useCall(
    accounts.list,
    { query: { limit: 20, sort: "name", ...(wanted ? { filter } : {}) } },
    { keepPrevious: true },
  );
  const fits = (name: string) => name.toLowerCase().includes(wanted.toLowerCase());
  const matching = (matches.data?.items ?? []).filter((account) => fits(account.name));
  const known = new Set(matching.map((account) => account.id));
  const options = [
    ...matching.map(({ id, name }) => ({ value: id, label: name, hint: "matches now" })),
    ...(found.data?.items ?? [])
      .filter(({ id }) => !known.has(id))
      .map(({ id, name }) => ({ value: id, label: name ?? "" })),
  ];
  return (
    <Combobox
      {...control}
      label="Account"
      options={options}
      value={value}
      onValueChange={onChange}
      onSearch={setText}
      placeholder="Choose an account"
      className="w-full"
    />
  );
}
