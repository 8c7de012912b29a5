import { Link } from "@tanstack/react-router";
import { Fragment, type ReactNode, useEffect } from "react";

import { usePast } from "./past.ts";
import { PastPicker } from "./past-picker.tsx";

export type Crumb = { label: string; href?: string };

type PageHeaderProps = {
  title: string;
  /** The way here, outermost first, without the page itself. */
  crumbs?: readonly Crumb[];
  /** Beside the title: the number that matters, or a badge. */
  beside?: ReactNode;
  /** Buttons on the right; the last one primary. */
  actions?: ReactNode;
};

/** The head of every page: where one is, what it is, what can be done. Also names the browser's tab. */
export function PageHeader({ title, crumbs = [], beside, actions }: PageHeaderProps) {
  const { day, isOffered } = usePast();
  const offersPast = isOffered && day === undefined;
  useEffect(() => {
    document.title = `${title} · Perennial`;
  }, [title]);
  return (
    <header className="mb-3.5 flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
      <div className="min-w-0">
        {crumbs.length > 0 && (
          <nav aria-label="Breadcrumb" className="text-s text-ink-3">
            {crumbs.map((crumb, at) => (
              <Fragment key={crumb.label}>
                {at > 0 && " · "}
                {crumb.href ? (
                  <Link to={crumb.href} className="rounded-small hover:text-ink hover:underline">
                    {crumb.label}
                  </Link>
                ) : (
                  crumb.label
                )}
              </Fragment>
            ))}
          </nav>
        )}
        <div className="mt-0.5 flex flex-wrap items-center gap-2">
          <h1 className="text-xl leading-7 font-[620] tracking-[-0.015em]">{title}</h1>
          {beside}
        </div>
      </div>
      {(actions || offersPast) && (
        <div className="flex flex-wrap gap-2">
          {offersPast && <PastPicker />}
          {actions}
        </div>
      )}
    </header>
  );
}
