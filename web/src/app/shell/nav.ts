/** An entry of the side bar. `key` is the letter after `g` that goes there. */
export type NavEntry = { label: string; path: string; search?: Record<string, string>; key?: string };
/** Tells entries of one page apart. */
export const entryKey = ({ path, search }: NavEntry): string => path + JSON.stringify(search ?? "");
export type NavGroup = { title?: string; entries: readonly NavEntry[] };

/** The side bar, top to bottom. An entry is shown once a page is registered at its path. */
export const mainNav: readonly NavEntry[] = [
  { label: "Today", path: "/today", key: "t" },
  { label: "Inbox", path: "/inbox", key: "n" },
  { label: "Accounts", path: "/accounts", key: "a" },
  { label: "Contacts", path: "/contacts", key: "o" },
  { label: "Renewals", path: "/renewals", key: "r" },
  { label: "Forecast", path: "/forecast", key: "f" },
  { label: "Retention", path: "/retention", key: "e" },
  { label: "Health", path: "/health", key: "h" },
  { label: "Risks", path: "/risks", key: "i" },
  { label: "Playbooks", path: "/playbooks", key: "p" },
  { label: "Conversations", path: "/conversations", key: "c" },
  { label: "Meetings", path: "/meetings" },
  { label: "Surveys", path: "/surveys" },
  { label: "Projects", path: "/projects", key: "j" },
  { label: "Tasks", path: "/tasks", key: "k" },
];

export const workspaceNav: readonly NavEntry[] = [
  { label: "Organizations", path: "/organizations" },
  { label: "Segments", path: "/segments", key: "s" },
  { label: "Indicators", path: "/indicators" },
  { label: "Hubs", path: "/hubs", key: "b" },
  { label: "Templates", path: "/templates", key: "m" },
  { label: "Data", path: "/data", key: "d" },
  { label: "Data quality", path: "/data-quality" },
  { label: "Duplicates", path: "/duplicates" },
  { label: "Settings", path: "/settings", key: "," },
];

type OwnEntries = Record<"hubs" | "records", readonly NavEntry[]>;

/** The groups to show: only what leads somewhere, what the company made itself between the main entries and the workspace. */
export function navGroups(
  registered: ReadonlySet<string>,
  { hubs, records }: OwnEntries,
): readonly NavGroup[] {
  const known = (entries: readonly NavEntry[]) => entries.filter((entry) => registered.has(entry.path));
  return [
    { entries: known(mainNav) },
    { title: "Hubs", entries: hubs },
    { title: "Records", entries: known(records) },
    { title: "Workspace", entries: known(workspaceNav) },
  ].filter((group) => group.entries.length > 0);
}
