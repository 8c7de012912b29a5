import type { ComponentProps } from "react";
import { Combobox } from "./combobox.tsx";
import { Field, useFieldError } from "./field.tsx";

type ComboFieldProps = ComponentProps<typeof Combobox> & {
  /** The field of the request it is sent in: errors come back under it. */
  path: string;
};

/** One of many choices in a form, with the server's error for it. */
export function ComboField({ path, ...combobox }: ComboFieldProps) {
  const error = useFieldError(path, combobox.label);
  return (
    <Field label={combobox.label} error={error}>
      {(control) => <Combobox {...control} {...combobox} className="w-full" />}
    </Field>
  );
}
