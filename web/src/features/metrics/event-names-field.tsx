import { listEventNames } from "@perennial/contract";
import { useState } from "react";
import { useCall } from "../../api/query.ts";
import { ComboField } from "../../ui/combo-field.tsx";
import { formatCount } from "../../ui/format.ts";
import type { Option } from "../../ui/option-list.tsx";

type EventNamesFieldProps = {
  label: string;
  path: string;
  value: string[];
  isReadOnly: boolean;
  /** Said while none is named. */
  placeholder?: string;
  onChange: (names: string[]) => void;
};

/** Events by name: those seen so far, and names that are yet to come. */
export function EventNamesField({
  label,
  path,
  value,
  isReadOnly,
  placeholder = "Any event",
  onChange,
}: EventNamesFieldProps) {
  const [text, setText] = useState("");
  const known = useCall(listEventNames, {});
  const wanted = text.trim();
  const seen = (known.data?.items ?? []).map(
    ({ name, count30d }): Option => ({
      value: name,
      label: name,
      hint: formatCount(count30d, "time in 30 days", "times in 30 days"),
    }),
  );
  const listed = new Set(seen.map((option) => option.value));
  const chosen = value
    .filter((name) => !listed.has(name))
    .map((name) => ({ value: name, label: name, hint: "not seen yet" }));
  const all = [...chosen, ...seen];
  const found = all.filter((option) => option.label.toLowerCase().includes(wanted.toLowerCase()));
  const isNew = wanted !== "" && !all.some((option) => option.label.toLowerCase() === wanted.toLowerCase());
  return (
    <ComboField
      label={label}
      path={path}
      multiple
      placeholder={placeholder}
      disabled={isReadOnly}
      options={isNew ? [...found, { value: wanted, label: wanted, hint: "not seen yet" }] : found}
      value={value}
      onValueChange={onChange}
      onSearch={setText}
    />
  );
}
