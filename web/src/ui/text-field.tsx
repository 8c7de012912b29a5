import type { ComponentProps } from "react";
import { Field, useFieldError } from "./field.tsx";
import { Input } from "./input.tsx";

type TextFieldProps = Omit<ComponentProps<typeof Input>, "onChange" | "value"> & {
  label: string;
  /** The field of the request it is sent in: errors come back under it. */
  path: string;
  value: string;
  onChange: (text: string) => void;
  hint?: string;
  optional?: boolean;
};

/** A line of text in a form, with the server's error for it. */
export function TextField({ label, path, value, onChange, hint, optional, ...rest }: TextFieldProps) {
  const error = useFieldError(path, label);
  return (
    <Field label={label} error={error} {...(hint ? { hint } : {})} {...(optional ? { optional } : {})}>
      {(control) => (
        <Input {...rest} {...control} value={value} onChange={(event) => onChange(event.target.value)} />
      )}
    </Field>
  );
}
