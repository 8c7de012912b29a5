import type { ReactNode } from "react";
import { cx } from "./class-names.ts";

type DisclosureProps = { summary: ReactNode; className?: string; children: ReactNode };

/** Evidence and other detail that is at hand but not in the way: a line that opens what is behind it. */
export function Disclosure({ summary, className, children }: DisclosureProps) {
  return (
    <details className={cx(className)}>
      {/* As tall as a target for a finger or an unsteady hand must be: 24 pixels (WCAG 2.5.8). */}
      <summary className="min-h-6 w-fit cursor-pointer rounded-small leading-6">{summary}</summary>
      {children}
    </details>
  );
}
