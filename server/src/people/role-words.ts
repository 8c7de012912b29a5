import { type Role, teammateRoles } from "@perennial/contract";

/** Other systems' usual words for a role, in lower case. */
const words: Record<Role, readonly string[]> = {
  administrator: ["admin", "owner", "super admin", "superadmin"],
  revops: ["revenue operations", "cs ops", "customer success operations", "operations", "sales ops"],
  leader: [
    "team lead",
    "lead",
    "director",
    "head of cs",
    "head of customer success",
    "vp",
    "vp cs",
    "vp customer success",
    "cs leader",
    "cs manager",
  ],
  csm: [
    "csm",
    "am",
    "customer success manager",
    "senior csm",
    "account manager",
    "renewal specialist",
    "renewals specialist",
    "renewal manager",
    "onboarding specialist",
  ],
  viewer: ["read-only", "read only", "guest", "observer"],
};

const byWord = new Map<string, Role>(
  teammateRoles.flatMap(({ value, label }): [string, Role][] => [
    [value, value],
    [label.toLowerCase(), value],
    ...words[value].map((word): [string, Role] => [word, value]),
  ]),
);

/** The role that a word means, or undefined for one we do not know. */
export function roleNamed(text: string): Role | undefined {
  return byWord.get(text.trim().toLowerCase().replaceAll(/\s+/g, " "));
}
