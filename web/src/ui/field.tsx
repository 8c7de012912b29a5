import { CircleAlert } from "lucide-react";
import {
  type ComponentProps,
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useId,
  useMemo,
  useRef,
} from "react";
import { cx } from "./class-names.ts";
import { fieldWords } from "./field-words.ts";
import { formError, rowOf } from "./form-error.ts";

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
type FormContext = {
  errors: FieldErrors;
  /** Says that the errors of a field stand at it, and what it is called. */
  shows: (path: string, label: string) => () => void;
};
const FormErrors = createContext<FormContext>({ errors: [], shows: () => () => undefined });

/** The error of one field of the form around, to be given to its `Field`. The form names the field by its label. */
export function useFieldError(path: string, label?: string): string | undefined {
  const { errors, shows } = useContext(FormErrors);
  useEffect(() => shows(path, label ?? fieldWords(path)), [shows, path, label]);
  return errors.find((error) => error.path === path)?.message;
}

/** The errors of a row of fields, `items[3]`, each with its field in words, to be shown at the row. */
export function useRowErrors(row: string, label: string): readonly string[] {
  const { errors, shows } = useContext(FormErrors);
  useEffect(() => shows(row, label), [shows, row, label]);
  const here = errors.filter(({ path }) => rowOf(path) === row);
  // A name for programs is made of what people type: what is wrong with that is said by itself.
  const said = here.filter(({ path }) => here.length === 1 || path !== `${row}.slug`);
  return said.map(({ path, message }) => `${fieldWords(path.slice(row.length + 1) || label)} ${message}`);
}

type FormProps = Omit<ComponentProps<"form">, "onSubmit"> & {
  onSubmit: () => void;
  /** Errors of the last attempt: by field, and one for the whole. */
  fieldErrors?: FieldErrors | undefined;
  error?: string | undefined;
  /** Buttons: shown under the fields. */
  actions?: ReactNode;
};

/**
 * A form that submits without leaving the page and hands its errors to the fields inside. What is wrong stands at its field,
 * which gets the focus; below the fields stands which ones these are, and what is wrong elsewhere.
 */
export function Form({
  onSubmit,
  fieldErrors = none,
  error,
  actions,
  children,
  className,
  ...rest
}: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  const isTried = useRef(false);
  const labels = useRef(new Map<string, string>());
  const shows = useCallback((path: string, label: string) => {
    labels.current.set(path, label);
    return () => void labels.current.delete(path);
  }, []);
  const context = useMemo(() => ({ errors: fieldErrors, shows }), [fieldErrors, shows]);
  useEffect(() => {
    if (!isTried.current || fieldErrors.length === 0) return;
    isTried.current = false;
    form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [fieldErrors]);
  const words = formError(error, fieldErrors, labels.current);
  return (
    <FormErrors value={context}>
      <form
        {...rest}
        ref={form}
        noValidate
        className={cx("flex flex-col gap-4", className)}
        onSubmit={(event) => {
          event.preventDefault();
          isTried.current = true;
          onSubmit();
        }}
      >
        {children}
        {words && (
          <p role="alert" className="rounded-control bg-bad-soft px-3 py-2 text-s text-bad">
            {words}
          </p>
        )}
        {actions && <div className="flex justify-end gap-2">{actions}</div>}
      </form>
    </FormErrors>
  );
}

const none: FieldErrors = [];
