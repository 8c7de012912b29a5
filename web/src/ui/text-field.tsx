import type { ComponentProps } from "react";
import { Field, useFieldError } from "./field.tsx";
import { Input } from "./input.tsx";
import { MentionInput } from "./mention/mention-box.tsx";

type TextFieldProps = Omit<ComponentProps<typeof Input>, "onChange" | "value"> & {
  label: string;
  /** The field of the request it is sent in: errors come back under it. */
  path: string;
  value: string;
  onChange: (text: string) => void;
  hint?: string;
  optional?: boolean;
  /** Teammates are mentioned in it: their names are completed behind an `@`. */
  mentions?: boolean;
};

/** A line of text in a form, with the server's error for it. */
export function TextField(props: TextFieldProps) {
  const { label, path, value, onChange, hint, optional, mentions, ref, icon, ...rest } = props;
  const error = useFieldError(path, label);
  return (
    <Field label={label} error={error} {...(hint ? { hint } : {})} {...(optional ? { optional } : {})}>
      {(control) =>
        mentions ? (
          <MentionInput {...rest} {...control} value={value} onText={onChange} />
        ) : (
          <Input
            {...rest}
            {...control}
            {...(ref ? { ref } : {})}
            {...(icon ? { icon } : {})}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
        )
      }
    </Field>
  );
}
