import type { ComponentProps } from "react";
import { Field, useFieldError } from "./field.tsx";
import { TextArea } from "./input.tsx";

type TextAreaFieldProps = Omit<ComponentProps<typeof TextArea>, "onChange" | "value"> & {
  label: string;
  /** The field of the request it is sent in: errors come back under it. */
  path: string;
  value: string;
  onChange: (text: string) => void;
  hint?: string;
  optional?: boolean;
};

/** Some lines of text in a form, with the server's error for them. */
export function TextAreaField({ label, path, value, onChange, hint, optional, ...rest }: TextAreaFieldProps) {
  const error = useFieldError(path, label);
  return (
    <Field label={label} error={error} {...(hint ? { hint } : {})} {...(optional ? { optional } : {})}>
      {(control) => (
        <TextArea {...rest} {...control} value={value} onChange={(event) => onChange(event.target.value)} />
      )}
    </Field>
  );
}
