import type { LucideIcon } from "lucide-react";
import type { ComponentProps } from "react";
import { cx } from "./class-names.ts";

const box =
  "w-full rounded-control border border-line-strong bg-surface px-2.5 text-m text-ink placeholder:text-ink-3 " +
  "aria-invalid:border-bad disabled:bg-sunken disabled:text-ink-3";

type InputProps = ComponentProps<"input"> & { icon?: LucideIcon };

/** A line of text. Inside a `Field` it is labelled and told its error by it. */
export function Input({ icon: Icon, className, ...rest }: InputProps) {
  if (!Icon) return <input {...rest} className={cx(box, "h-[30px]", className)} />;
  return (
    <span className={cx("relative block", className)}>
      <Icon size={14} aria-hidden className="pointer-events-none absolute top-2 left-2.5 text-ink-3" />
      <input {...rest} className={cx(box, "h-[30px] pl-8")} />
    </span>
  );
}

/** Several lines of text that grow with what is written. */
export function TextArea({ className, rows = 3, ...rest }: ComponentProps<"textarea">) {
  return (
    <textarea {...rest} rows={rows} className={cx(box, "field-sizing-content max-h-80 py-1.5", className)} />
  );
}
