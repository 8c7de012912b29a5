import { Field, useFieldError } from "./field.tsx";
import { Input } from "./input.tsx";

type DateFieldProps = {
  label: string;
  /** The field of the request it is sent in: errors come back under it. */
  path: string;
  /** `YYYY-MM-DD`, or empty. */
  value: string;
  onChange: (date: string) => void;
  hint?: string;
  optional?: boolean;
};

/** A calendar date in a form, with the server's error for it. */
export function DateField({ label, path, value, onChange, hint, optional }: DateFieldProps) {
  const error = useFieldError(path);
  return (
    <Field label={label} error={error} {...(hint ? { hint } : {})} {...(optional ? { optional } : {})}>
      {(control) => (
        <Input {...control} type="date" value={value} onChange={(event) => onChange(event.target.value)} />
      )}
    </Field>
  );
}
