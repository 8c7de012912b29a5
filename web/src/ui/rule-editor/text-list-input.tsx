import { X } from "lucide-react";
import { useState } from "react";
import { SuggestInput } from "../suggest-input.tsx";
import { useSuggestions, type ValueSource } from "./value-suggestions.ts";

/** Several texts: Enter or a comma adds one, or a suggestion; Backspace in the empty field takes the last away. */
export function TextListInput({
  label,
  value,
  onChange,
  source,
}: {
  label: string;
  value: readonly string[];
  onChange: (value: string[]) => void;
  source?: ValueSource | undefined;
}) {
  const [written, setWritten] = useState("");
  const [isOpen, setOpen] = useState(false);
  const { options, note } = useSuggestions(isOpen ? source : undefined, written);
  const add = () => {
    const items = written
      .split(/[,\n]/)
      .map((item) => item.trim())
      .filter((item) => item !== "" && !value.includes(item));
    if (items.length > 0) onChange([...value, ...items]);
    setWritten("");
  };
  return (
    <span className="flex flex-wrap items-center gap-1">
      {value.map((item) => (
        <span
          key={item}
          className="inline-flex h-[26px] items-center gap-1 rounded-full bg-sunken pr-1 pl-2.5 text-s"
        >
          {item}
          <button
            type="button"
            aria-label={`Take out ${item}`}
            onClick={() => onChange(value.filter((each) => each !== item))}
            className="rounded-full p-0.5 text-ink-3 hover:text-ink"
          >
            <X size={12} aria-hidden />
          </button>
        </span>
      ))}
      <SuggestInput
        label={`${label}: add`}
        className="w-36!"
        placeholder="Add, then Enter"
        value={written}
        onChange={setWritten}
        onPick={(chosen) => {
          if (!value.includes(chosen)) onChange([...value, chosen]);
          setWritten("");
        }}
        options={isOpen ? options.filter((option) => !value.includes(option.value)) : []}
        note={note}
        onOpenChange={setOpen}
        onBlur={add}
        onKeyDown={(event) => {
          if (event.key === "Enter" || event.key === ",") {
            event.preventDefault();
            add();
          } else if (event.key === "Backspace" && written === "") onChange(value.slice(0, -1));
        }}
      />
    </span>
  );
}
