/** The roles a teammate can have, with what each may do. `*` is everything, `accounts.*` everything of accounts. */
export const roles = ["administrator", "revops", "leader", "csm", "viewer"] as const;
export type Role = (typeof roles)[number];

export const roleLabels: Record<Role, string> = {
  administrator: "Administrator",
  revops: "RevOps",
  leader: "Leader",
  csm: "CSM / AM",
  viewer: "Viewer",
};

const areas = [
  "accounts",
  "organizations",
  "contacts",
  "tickets",
  "contracts",
  "subscriptions",
  "renewals",
  "arr",
  "retention",
  "events",
  "metrics",
  "segments",
  "health-scores",
  "traits",
  "playbooks",
  "templates",
  "conversations",
  "projects",
  "tasks",
  "notes",
  "timeline",
  "hubs",
  "dashboards",
  "views",
  "teammates",
  "changes",
  "search",
  "imports",
  "forecast",
] as const;
const read = areas.map((area) => `${area}.read`);
/** What a person who works accounts writes. */
const book = [
  "accounts",
  "contacts",
  "tickets",
  "renewals",
  "conversations",
  "projects",
  "tasks",
  "notes",
  "views",
].map((area) => `${area}.write`);
const definitions = [
  "segments",
  "metrics",
  "health-scores",
  "traits",
  "playbooks",
  "templates",
  "hubs",
  "dashboards",
].map((area) => `${area}.*`);

const permissions: Record<Role, readonly string[]> = {
  administrator: ["*"],
  revops: [
    ...read,
    ...book,
    ...definitions,
    "organizations.*",
    "accounts.*",
    "contacts.*",
    "tickets.*",
    "contracts.*",
    "subscriptions.*",
    "renewals.*",
    "events.*",
    "imports.*",
    "company.write",
    "audit.read",
  ],
  leader: [
    ...read,
    ...book,
    "organizations.write",
    "contracts.write",
    "subscriptions.write",
    "segments.write",
    "hubs.write",
    "dashboards.write",
  ],
  csm: [...read, ...book],
  viewer: read,
};

/** The permissions of a role. Checked in commands and queries, never in the web alone. */
export function permissionsOf(role: Role): ReadonlySet<string> {
  return new Set(permissions[role]);
}
