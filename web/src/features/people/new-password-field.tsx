import { Field, useFieldError } from "../../ui/field.tsx";
import { PasswordInput } from "../../ui/password-input.tsx";

type NewPasswordFieldProps = {
  value: string;
  onChange: (password: string) => void;
  /** The field of the request it is sent in. */
  path?: string;
  label?: string;
};

/** A password to be chosen. */
export function NewPasswordField({
  value,
  onChange,
  path = "password",
  label = "Password",
}: NewPasswordFieldProps) {
  const error = useFieldError(path, label);
  return (
    <Field
      label={label}
      hint="At least 8 characters. Several unrelated words are hard to guess and easy to remember."
      error={error}
    >
      {(control) => (
        <PasswordInput
          {...control}
          name="new-password"
          autoComplete="new-password"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
