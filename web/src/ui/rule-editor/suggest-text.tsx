import { useState } from "react";
import { SuggestInput } from "../suggest-input.tsx";
import { text, type ValueProps } from "./value-inputs.tsx";
import { useSuggestions, type ValueSource } from "./value-suggestions.ts";

type SuggestTextProps = ValueProps & { width: string; source?: ValueSource | undefined };

/** A text, with those that are there. */
export function SuggestText({ label, value, onChange, width, source }: SuggestTextProps) {
  const [isOpen, setOpen] = useState(false);
  const written = text(value);
  const { options, note } = useSuggestions(isOpen ? source : undefined, written);
  return (
    <SuggestInput
      label={label}
      className={width}
      value={written}
      onChange={(next) => onChange(next === "" ? undefined : next)}
      onPick={onChange}
      options={isOpen ? options : []}
      note={note}
      onOpenChange={setOpen}
    />
  );
}
