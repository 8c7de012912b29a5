import type { CompanySettings } from "@perennial/contract";
import { useMemo } from "react";
import { Combobox } from "./combobox.tsx";
import { Field, useFieldError } from "./field.tsx";
import { monthName } from "./format.ts";
import { Select } from "./select.tsx";
import { TextField } from "./text-field.tsx";

type CompanyFieldsProps = {
  value: CompanySettings;
  onChange: (company: CompanySettings) => void;
  /** Before the fields' names in the request: `company.` where they are part of a larger one. */
  pathPrefix?: string;
};

const months = Array.from({ length: 12 }, (_, at) => ({
  value: String(at + 1),
  label: monthName(at + 1),
}));

/** What Perennial must know of the company: its name, clock, money and year. */
export function CompanyFields({ value, onChange, pathPrefix = "" }: CompanyFieldsProps) {
  const zones = useMemo(() => optionsOf("timeZone", "UTC", value.timeZone), [value.timeZone]);
  const currencies = useMemo(() => optionsOf("currency", value.currency), [value.currency]);
  const zoneError = useFieldError(`${pathPrefix}timeZone`, "Time zone");
  const currencyError = useFieldError(`${pathPrefix}currency`, "Currency");
  const change = (patch: Partial<CompanySettings>) => onChange({ ...value, ...patch });
  return (
    <>
      <TextField
        label="Company"
        path={`${pathPrefix}name`}
        autoComplete="organization"
        value={value.name}
        onChange={(name) => change({ name })}
      />
      <Field
        label="Time zone"
        hint="Days begin and end by it: due dates, snapshots, reports."
        error={zoneError}
      >
        {(control) => (
          <Combobox
            {...control}
            label="Time zone"
            options={zones}
            value={value.timeZone}
            onValueChange={(timeZone) => timeZone && change({ timeZone })}
            className="w-full"
          />
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Reporting currency" error={currencyError}>
          {(control) => (
            <Combobox
              {...control}
              label="Reporting currency"
              options={currencies}
              value={value.currency}
              onValueChange={(currency) => currency && change({ currency })}
              className="w-full"
            />
          )}
        </Field>
        <Field label="Fiscal year begins in">
          {(control) => (
            <Select
              {...control}
              options={months}
              value={String(value.fiscalYearStartMonth)}
              onValueChange={(month) => change({ fiscalYearStartMonth: Number(month) })}
              className="w-full"
            />
          )}
        </Field>
      </div>
    </>
  );
}

/** What the browser knows of a kind, with what must be among it. */
function optionsOf(kind: "timeZone" | "currency", ...needed: string[]) {
  const names = kind === "currency" ? new Intl.DisplayNames("en", { type: "currency" }) : undefined;
  return [...new Set([...needed, ...Intl.supportedValuesOf(kind)])].toSorted().map((value) => {
    const hint = names?.of(value);
    return { value, label: value.replaceAll("_", " "), ...(hint ? { hint } : {}) };
  });
}
