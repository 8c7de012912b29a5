import type { Option } from "@perennial/contract";
import { Plus, X } from "lucide-react";
import { useId } from "react";
import { Button, IconButton } from "../../ui/button.tsx";
import { useFieldError } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { Select } from "../../ui/select.tsx";

const tones = [
  { value: "neutral", label: "Grey" },
  { value: "good", label: "Green" },
  { value: "warn", label: "Amber" },
  { value: "bad", label: "Red" },
  { value: "accent", label: "Blue" },
] as const;

type OptionsFieldProps = { value: Option[]; onChange: (options: Option[]) => void };

/** The choices of a select trait, in order. A choice keeps its stored value when its words are changed. */
export function OptionsField({ value, onChange }: OptionsFieldProps) {
  const id = useId();
  const error = useFieldError("options");
  const put = (at: number, patch: Partial<Option>) =>
    onChange(value.map((option, place) => (place === at ? { ...option, ...patch } : option)));
  const known = new Set(value.map((option) => option.value));
  const rename = (at: number, option: Option, label: string) => {
    const isNew = option.value === option.label;
    put(at, { label, ...(isNew && !known.has(label) ? { value: label } : {}) });
  };
  return (
    <fieldset className="flex flex-col gap-1.5" aria-describedby={error ? `${id}-error` : undefined}>
      <legend className="mb-1 text-s font-medium text-ink-2">Options</legend>
      {value.map((option, at) => (
        <div key={at} className="flex gap-1.5">
          <Input
            aria-label={`Option ${at + 1}`}
            value={option.label}
            onChange={(event) => rename(at, option, event.target.value)}
            className="grow"
          />
          <Select
            aria-label={`Colour of option ${at + 1}`}
            options={tones}
            value={option.tone ?? "neutral"}
            onValueChange={(tone) => put(at, { tone })}
            className="w-24 shrink-0"
          />
          <IconButton
            icon={X}
            label={`Remove option ${at + 1}`}
            onClick={() => onChange(value.filter((_, place) => place !== at))}
          />
        </div>
      ))}
      <Button
        icon={Plus}
        variant="quiet"
        className="self-start"
        onClick={() => onChange([...value, { value: "", label: "" }])}
      >
        Add an option
      </Button>
      {error && (
        <p id={`${id}-error`} className="text-s text-bad">
          {error}
        </p>
      )}
    </fieldset>
  );
}
