import { type MetricDenominator, type MetricWindow, metricDenominators } from "@perennial/contract";
import { Field, useFieldError } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { Select } from "../../ui/select.tsx";

const kinds = [
  { value: "days", label: "days" },
  { value: "weeks", label: "weeks" },
  { value: "months", label: "months" },
  { value: "week", label: "Week to date" },
  { value: "month", label: "Month to date" },
  { value: "quarter", label: "Quarter to date" },
  { value: "year", label: "Year to date" },
  { value: "all", label: "All time" },
] as const;
type Kind = (typeof kinds)[number]["value"];

function kindOf(window: MetricWindow): Kind {
  if (window.kind === "last") return window.unit;
  return window.kind === "to-date" ? window.period : "all";
}

function windowOf(kind: Kind, count: number): MetricWindow {
  if (kind === "all") return { kind };
  if (kind === "days" || kind === "weeks" || kind === "months") return { kind: "last", count, unit: kind };
  return { kind: "to-date", period: kind };
}

type WindowFieldProps = {
  window: MetricWindow;
  isReadOnly: boolean;
  onChange: (window: MetricWindow) => void;
};

/** The days that a metric looks back over. */
export function WindowField({ window, isReadOnly, onChange }: WindowFieldProps) {
  const ofCount = useFieldError("window.count", "Window");
  const ofWindow = useFieldError("window", "Window");
  const error = ofCount ?? ofWindow;
  const count = window.kind === "last" ? window.count : 30;
  return (
    <Field
      label="Window"
      hint={
        window.kind === "all"
          ? "There is no window before it, so no change."
          : "Compared with as long a window before it."
      }
      error={error}
    >
      {(control) => (
        <span className="flex items-center gap-1.5">
          {window.kind === "last" && (
            <>
              <span className="text-m text-ink-2">Last</span>
              <Input
                {...control}
                type="number"
                min={1}
                max={730}
                className="w-20!"
                disabled={isReadOnly}
                value={count || ""}
                onChange={(event) => onChange({ ...window, count: Number(event.target.value) })}
              />
            </>
          )}
          <Select
            {...(window.kind === "last" ? { "aria-label": "Window: unit or period" } : control)}
            options={kinds}
            value={kindOf(window)}
            disabled={isReadOnly}
            onValueChange={(kind) => onChange(windowOf(kind, count))}
          />
        </span>
      )}
    </Field>
  );
}

type PerFieldProps = {
  per: MetricDenominator | null;
  isFixed: boolean;
  onChange: (per: MetricDenominator | null) => void;
};

/** What the value is divided by. */
export function PerField({ per, isFixed, onChange }: PerFieldProps) {
  return (
    <Field label="Divided by" {...(isFixed ? { hint: "Rules depend on it, so it stays." } : {})}>
      {(control) => (
        <Select
          {...control}
          options={[
            { value: "none", label: "Nothing" },
            ...metricDenominators.map(({ value, label }) => ({ value, label: `The ${label}s` })),
          ]}
          value={per ?? "none"}
          disabled={isFixed}
          onValueChange={(value) => onChange(value === "none" ? null : (value as MetricDenominator))}
        />
      )}
    </Field>
  );
}
