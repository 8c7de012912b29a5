import { type Stakeholder, stakeholderRoles } from "@perennial/contract";

/** A person in the map, as deep as the line of those they report to. */
export type StakeholderLine = { person: Stakeholder; depth: number };

/** Roles without which nobody there decides for us, speaks for us, or pays attention from above. */
export const weightyRoles = ["decision-maker", "champion", "sponsor"] as const;

export const isWeighty = (role: string | null) => weightyRoles.some((each) => each === role);

/** The day somebody was no longer there: deactivated, or taken off the account. */
export const leftOn = (person: Stakeholder): string | null => person.until ?? person.deactivatedOn;

/** The people in the order of their roles, those who report to somebody below them. */
export function stakeholderLines(people: readonly Stakeholder[]): StakeholderLine[] {
  const ids = new Set(people.map((person) => person.contactId));
  const below = Map.groupBy(people, ({ reportsToId }) =>
    reportsToId !== null && ids.has(reportsToId) ? reportsToId : null,
  );
  const seen = new Set<string>();
  const linesBelow = (id: string | null, depth: number): StakeholderLine[] =>
    (below.get(id) ?? []).toSorted(byRole).flatMap((person): StakeholderLine[] => {
      if (seen.has(person.contactId)) return [];
      seen.add(person.contactId);
      return [{ person, depth }, ...linesBelow(person.contactId, depth + 1)];
    });
  const lines = linesBelow(null, 0);
  // A merge may have closed a circle: those in it stand at the end, none is lost.
  return [
    ...lines,
    ...people
      .filter((person) => !seen.has(person.contactId))
      .map((person): StakeholderLine => ({ person, depth: 0 })),
  ];
}

function byRole(a: Stakeholder, b: Stakeholder): number {
  return place(a) - place(b);
}

function place({ role }: Stakeholder): number {
  const at = stakeholderRoles.findIndex((each) => each.value === role);
  return at < 0 ? stakeholderRoles.length : at;
}

/** For each weighty role: how many who are there hold it, and until when somebody did. */
export function coverageOf(people: readonly Stakeholder[]) {
  return weightyRoles.map((role) => {
    const holders = people.filter((person) => person.role === role && leftOn(person) === null);
    const ended = people.flatMap((person) => [
      ...(person.role === role ? [leftOn(person) ?? ""] : []),
      ...person.pastRoles.flatMap((past) => (past.role === role ? [past.until] : [])),
    ]);
    return { role, holders: holders.length, lastUntil: ended.toSorted().at(-1) || null };
  });
}
