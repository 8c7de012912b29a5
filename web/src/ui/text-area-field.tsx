import type { ComponentProps } from "react";
import { Field, useFieldError } from "./field.tsx";
import { TextArea } from "./input.tsx";
import { MentionTextArea } from "./mention/mention-box.tsx";

type TextAreaFieldProps = Omit<ComponentProps<typeof TextArea>, "onChange" | "value"> & {
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

/** Some lines of text in a form, with the server's error for them. */
export function TextAreaField(props: TextAreaFieldProps) {
  const { label, path, value, onChange, hint, optional, mentions, ref: _ref, ...rest } = props;
  const error = useFieldError(path, label);
  return (
    <Field label={label} error={error} {...(hint ? { hint } : {})} {...(optional ? { optional } : {})}>
      {(control) =>
        mentions ? (
          <MentionTextArea {...rest} {...control} value={value} onText={onChange} />
        ) : (
          <TextArea {...rest} {...control} value={value} onChange={(event) => onChange(event.target.value)} />
        )
      }
    </Field>
  );
}
