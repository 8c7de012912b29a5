import type { ComponentProps } from "react";
import { timeZone } from "./clock.ts";
import { TextField } from "./text-field.tsx";

type InstantFieldProps = Omit<ComponentProps<typeof TextField>, "type" | "value" | "onChange"> & {
  /** An instant, RFC 3339, or empty. */
  value: string;
  onChange: (instant: string) => void;
};

/** A date and a time of day in the company's time zone, with the server's error for it. */
export function InstantField({ value, onChange, ...rest }: InstantFieldProps) {
  return (
    <TextField
      {...rest}
      type="datetime-local"
      value={localOf(value)}
      onChange={(text) => onChange(instantOf(text))}
    />
  );
}

function localOf(instant: string): string {
  if (instant === "") return "";
  const local = Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone()).toPlainDateTime();
  return local.toString({ smallestUnit: "minute" });
}

function instantOf(text: string): string {
  if (text === "") return "";
  return Temporal.PlainDateTime.from(text).toZonedDateTime(timeZone()).toInstant().toString();
}
