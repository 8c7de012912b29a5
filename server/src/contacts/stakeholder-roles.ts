/** What the history says of a link between a person and an account: on which day a field became what. */
export type LinkChange = { field: string; value: string | null; on: string };

type Held = { role: string; from: string; until: string };

/** The roles that a person had before the one that stands, the latest first, and since when that one stands. */
export function roleHistory(changes: readonly LinkChange[]): { roleSince: string | null; pastRoles: Held[] } {
  const roles = changes
    .filter((change) => change.field === "stakeholderRole")
    .map(({ value, on }) => ({ role: value === "none" ? null : value, on }))
    // The same said again changes nothing.
    .filter(({ role }, at, all) => at === 0 || role !== all[at - 1]?.role);
  const pastRoles = roles.flatMap(({ role, on }, at): Held[] => {
    const next = roles[at + 1];
    // Of one that was corrected on the same day nobody says that they were it.
    return role !== null && next && next.on !== on ? [{ role, from: on, until: next.on }] : [];
  });
  const last = roles.at(-1);
  return { roleSince: last?.role ? last.on : null, pastRoles: pastRoles.reverse() };
}
