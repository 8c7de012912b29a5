import type { Db, Tx } from "../kernel/db.ts";

/** Whom “my team” means: everybody with the same team, and who reports to the teammate over any number of steps. */
export async function readTeamOf(db: Db | Tx, teammateId: string): Promise<string[]> {
  const people = await db.selectFrom("teammates").select(["id", "team", "manager_id"]).execute();
  const me = people.find((person) => person.id === teammateId);
  if (!me) return [];
  const team = new Set([me.id]);
  // Whoever reports to somebody found is found in the next round, until a round finds nobody.
  for (let before = 0; before !== team.size; ) {
    before = team.size;
    for (const person of people) if (person.manager_id && team.has(person.manager_id)) team.add(person.id);
  }
  for (const person of people) if (me.team !== null && person.team === me.team) team.add(person.id);
  return [...team];
}
