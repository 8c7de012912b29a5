import { type ReactNode, useId } from "react";
import { cx } from "./class-names.ts";

type CardProps = {
  title?: string;
  subtitle?: ReactNode;
  actions?: ReactNode;
  className?: string;
  children: ReactNode;
};

/** A framed part of a page with its title. */
export function Card({ title, subtitle, actions, className, children }: CardProps) {
  const id = useId();
  return (
    <section
      {...(title ? { "aria-labelledby": id } : {})}
      className={cx("min-w-0 rounded-card border border-line bg-surface px-4 py-3.5", className)}
    >
      {(title || actions) && (
        <div className="mb-2.5 flex flex-wrap items-start justify-between gap-2">
          <div className="min-w-[min(9rem,100%)] flex-1">
            {title && (
              <h2 id={id} className="text-m font-semibold">
                {title}
              </h2>
            )}
            {subtitle && <p className="text-s text-ink-2">{subtitle}</p>}
          </div>
          {actions && <div className="-my-1 flex flex-wrap justify-end gap-1">{actions}</div>}
        </div>
      )}
      {children}
    </section>
  );
}
