/** An entry of the side bar. `key` is the letter after `g` that goes there. */
export type NavEntry = { label: string; path: string; search?: Record<string, string>; key?: string };
/** Tells entries of one page apart. */
export const entryKey = ({ path, search }: NavEntry): string => path + JSON.stringify(search ?? "");
export type NavGroup = { title?: string; entries: readonly NavEntry[] };

/** The groups of the side bar, top to bottom. An entry is shown once a page is registered at its path. */
const groupsAbove: readonly NavGroup[] = [
  {
    entries: [
      { label: "Today", path: "/today", key: "t" },
      { label: "Inbox", path: "/inbox", key: "n" },
      { label: "Tasks", path: "/tasks", key: "k" },
    ],
  },
  {
    title: "Customers",
    entries: [
      { label: "Accounts", path: "/accounts", key: "a" },
      { label: "Contacts", path: "/contacts", key: "o" },
      { label: "Organizations", path: "/organizations" },
      { label: "Segments", path: "/segments", key: "s" },
    ],
  },
  {
    title: "Revenue",
    entries: [
      { label: "Renewals", path: "/renewals", key: "r" },
      { label: "Forecast", path: "/forecast", key: "f" },
      { label: "Retention", path: "/retention", key: "e" },
    ],
  },
  {
    title: "Success",
    entries: [
      { label: "Health", path: "/health", key: "h" },
      { label: "Indicators", path: "/indicators" },
      { label: "Risks", path: "/risks", key: "i" },
      { label: "Playbooks", path: "/playbooks", key: "p" },
      { label: "Projects", path: "/projects", key: "j" },
    ],
  },
  {
    title: "Engagement",
    entries: [
      { label: "Conversations", path: "/conversations", key: "c" },
      { label: "Meetings", path: "/meetings" },
      { label: "Surveys", path: "/surveys" },
      { label: "Templates", path: "/templates", key: "m" },
    ],
  },
];

const groupsBelow: readonly NavGroup[] = [
  {
    title: "Workspace",
    entries: [
      { label: "Hubs", path: "/hubs", key: "b" },
      { label: "Data", path: "/data", key: "d" },
      { label: "Data quality", path: "/data-quality" },
      { label: "Duplicates", path: "/duplicates" },
      { label: "Settings", path: "/settings", key: "," },
    ],
  },
];

type OwnEntries = Record<"hubs" | "records", readonly NavEntry[]>;

/** The groups to show: only what leads somewhere, what the company made itself above the workspace. */
export function navGroups(
  registered: ReadonlySet<string>,
  { hubs, records }: OwnEntries,
): readonly NavGroup[] {
  const isKnown = (entry: NavEntry) => registered.has(entry.path);
  const known = (group: NavGroup) => ({ ...group, entries: group.entries.filter(isKnown) });
  return [
    ...groupsAbove.map(known),
    { title: "Hubs", entries: hubs },
    known({ title: "Records", entries: records }),
    ...groupsBelow.map(known),
  ].filter((group) => group.entries.length > 0);
}
