import { CircleAlert } from "lucide-react";
import { type ComponentProps, createContext, type ReactNode, useContext, useId } from "react";
import { cx } from "./class-names.ts";

type FieldProps = {
  label: string;
  /** What to know before filling it in. */
  hint?: ReactNode;
  error?: string | undefined;
  optional?: boolean;
  className?: string;
  /** Gets the attributes that tie the control to its label, hint and error: spread them on it. */
  children: (control: { id: string; "aria-describedby"?: string; "aria-invalid"?: true }) => ReactNode;
};

/** A labelled control with its hint and its error. */
export function Field({ label, hint, error, optional, className, children }: FieldProps) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div className={cx("flex flex-col gap-1", className)}>
      <label htmlFor={id} className="text-s font-medium text-ink-2">
        {label}
        {optional && <span className="ml-1 font-normal text-ink-3">optional</span>}
      </label>
      {children({
        id,
        ...(described ? { "aria-describedby": described } : {}),
        ...(error ? { "aria-invalid": true as const } : {}),
      })}
      {hint && (
        <p id={`${id}-hint`} className="text-s text-ink-3">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="flex items-start gap-1 text-s text-bad">
          <CircleAlert size={14} aria-hidden className="mt-0.5 shrink-0" />
          {error}
        </p>
      )}
    </div>
  );
}

/** Errors by field, as a problem's `fields` gives them. */
type FieldErrors = readonly { path: string; message: string }[];
const FormErrors = createContext<FieldErrors>([]);

/** The error of one field of the form around, to be given to its `Field`. */
export function useFieldError(path: string): string | undefined {
  return useContext(FormErrors).find((error) => error.path === path)?.message;
}

type FormProps = Omit<ComponentProps<"form">, "onSubmit"> & {
  onSubmit: () => void;
  /** Errors of the last attempt: by field, and one for the whole. */
  fieldErrors?: FieldErrors | undefined;
  error?: string | undefined;
  /** Buttons: shown under the fields. */
  actions?: ReactNode;
};

/** A form that submits without leaving the page and hands its errors to the fields inside. */
export function Form({
  onSubmit,
  fieldErrors = [],
  error,
  actions,
  children,
  className,
  ...rest
}: FormProps) {
  return (
    <FormErrors value={fieldErrors}>
      <form
        {...rest}
        noValidate
        className={cx("flex flex-col gap-4", className)}
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        {children}
        {error && (
          <p role="alert" className="rounded-control bg-bad-soft px-3 py-2 text-s text-bad">
            {error}
          </p>
        )}
        {actions && <div className="flex justify-end gap-2">{actions}</div>}
      </form>
    </FormErrors>
  );
}
