import { type Role, teammateRoles } from "@perennial/contract";

export type { Role } from "@perennial/contract";

/** What people call each role. */
export const roleLabels = Object.fromEntries(teammateRoles.map((role) => [role.value, role.label])) as Record<
  Role,
  string
>;

const areas = [
  "accounts",
  "organizations",
  "contacts",
  "tickets",
  "contracts",
  "custom-objects",
  "subscriptions",
  "renewals",
  "arr",
  "retention",
  "events",
  "metrics",
  "segments",
  "health-scores",
  "traits",
  "indicators",
  "risks",
  "today",
  "playbooks",
  "templates",
  "conversations",
  "projects",
  "tasks",
  "notes",
  "meetings",
  "survey-responses",
  "timeline",
  "hubs",
  "dashboards",
  "views",
  "teammates",
  "company",
  "changes",
  "search",
  "sample-company",
  "imports",
  "merges",
  "data-quality",
  "forecast",
  "likelihood",
  "scenarios",
] as const;
/** What everybody may: read, and look after one's own password and sessions. */
const read = [...areas.map((area) => `${area}.read`), "me.write"];
/** What a person who works accounts writes. */
const book = [
  "accounts",
  "contacts",
  "tickets",
  "custom-objects",
  "renewals",
  "conversations",
  "projects",
  "tasks",
  "notes",
  "meetings",
  "survey-responses",
  "indicators",
  "risks",
  "views",
  "scenarios",
]
  .map((area) => `${area}.write`)
  // Who works accounts starts a playbook for one of them; what playbooks do is others' to say.
  .concat("playbooks.enrol");
const definitions = [
  "segments",
  "metrics",
  "health-scores",
  "traits",
  "playbooks",
  "templates",
  "hubs",
  "dashboards",
  "indicators",
  "risks",
  "today",
].map((area) => `${area}.*`);

/** What each role may do. `*` is everything, `accounts.*` everything of accounts. */
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
    "meetings.*",
    "survey-responses.*",
    "contracts.*",
    "subscriptions.*",
    "renewals.*",
    "likelihood.*",
    "retention.*",
    "forecast.*",
    "events.*",
    "merges.*",
    "imports.*",
    "data-quality.*",
    "write-keys.*",
    "teammates.write",
    "company.write",
    "audit.read",
  ],
  leader: [
    ...read,
    ...book,
    "organizations.write",
    "merges.write",
    "contracts.write",
    "subscriptions.write",
    "retention.write",
    "forecast.write",
    "segments.write",
    "indicators.configure",
    "risks.configure",
    "today.configure",
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
