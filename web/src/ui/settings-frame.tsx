import { Link, useRouter } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { PageHeader } from "./page-header.tsx";

/** The pages of the settings, in the order of the list beside them. An entry is shown once its page exists. */
const groups = [
  {
    title: "You",
    entries: [
      { label: "Password and sign-in", path: "/settings/me" },
      { label: "Notifications", path: "/settings/notifications" },
    ],
  },
  {
    title: "Company",
    entries: [
      { label: "Company", path: "/settings/company" },
      { label: "People", path: "/settings/people" },
      { label: "Single sign-on", path: "/settings/single-sign-on" },
      { label: "API keys", path: "/settings/api-keys" },
    ],
  },
  {
    title: "Renewals",
    entries: [{ label: "Renewal process", path: "/settings/renewals" }],
  },
  {
    title: "Signals",
    entries: [
      { label: "Indicators", path: "/indicators" },
      { label: "Risk process", path: "/settings/risks" },
    ],
  },
  {
    title: "Data",
    entries: [
      { label: "Traits and key roles", path: "/settings/traits" },
      { label: "Metrics", path: "/settings/metrics" },
      { label: "Custom objects", path: "/settings/objects" },
      { label: "Event sources", path: "/settings/event-sources" },
      { label: "Sample company", path: "/settings/sample-company" },
    ],
  },
] as const;

type SettingsFrameProps = {
  title: string;
  /** What is set here, in a line. */
  intro?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
};

/** A page of the settings: its title and content, with the list of the others beside it. */
export function SettingsFrame({ title, intro, actions, children }: SettingsFrameProps) {
  const router = useRouter();
  return (
    <>
      <PageHeader title={title} crumbs={[{ label: "Settings", href: "/settings" }]} actions={actions} />
      <div className="grid gap-6 lg:grid-cols-[176px_minmax(0,1fr)]">
        <nav aria-label="Settings" className="flex flex-col gap-3 lg:sticky lg:top-4 lg:self-start">
          {groups.map((group) => {
            const entries = group.entries.filter((entry) => entry.path in router.routesByPath);
            if (entries.length === 0) return null;
            return (
              <div key={group.title}>
                <p className="px-2 pb-0.5 text-xs text-ink-3">{group.title}</p>
                {entries.map((entry) => (
                  <Link
                    key={entry.path}
                    to={entry.path}
                    className="flex h-[28px] items-center rounded-control px-2 text-m text-ink-2 hover:bg-sunken hover:text-ink"
                    activeProps={{ className: "bg-sunken font-medium text-ink", "aria-current": "page" }}
                  >
                    {entry.label}
                  </Link>
                ))}
              </div>
            );
          })}
        </nav>
        <div className="min-w-0">
          {intro && <p className="mb-4 max-w-prose text-m text-ink-2">{intro}</p>}
          {children}
        </div>
      </div>
    </>
  );
}
