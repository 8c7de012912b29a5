import { sql } from "kysely";
import type { Db, Tx } from "../kernel/db.ts";

type Person = { id: string; name: string; region: string | null; managerId: string | null };

/** A level of the hierarchy without its figures. */
export type Level = {
  readonly key: string;
  readonly parent: string | null;
  readonly level: "company" | "region" | "manager" | "owner";
  readonly label: string;
};

export type Hierarchy = {
  /** A level with all above it, itself first, the company last. Levels nobody is on any more still stand by themselves. */
  pathOf(key: string): readonly Level[];
  /** The owners on a level and below; `hasNobody` where renewals without an owner are among them. */
  ownersOn(key: string): { ownerIds: string[]; hasNobody: boolean };
};

const company: Level = { key: "company", parent: null, level: "company", label: "Company" };
export const ownerLevel = (ownerId: string | null): string => `owner:${ownerId ?? "none"}`;

/**
 * Teammate → manager → region → company, by how people report today, also for the past. A manager's own renewals are below
 * themselves; a team belongs to the region of its manager, who without one is in that of their own manager; a teammate
 * without a manager hangs below their region.
 */
export async function readHierarchy(db: Db | Tx): Promise<Hierarchy> {
  const { rows } = await sql<Person>`
    select id, name, region, manager_id as "managerId" from teammates
  `.execute(db);
  return hierarchyOf(rows);
}

export function hierarchyOf(rows: readonly Person[]): Hierarchy {
  const people = new Map(rows.map((person) => [person.id, person]));
  const managers = new Set(rows.flatMap(({ managerId }) => (managerId ? [managerId] : [])));
  const regionOf = (person: Person | undefined): Level => {
    const region = person?.region ?? people.get(person?.managerId ?? "")?.region ?? null;
    return {
      key: `region:${region ?? "none"}`,
      parent: "company",
      level: "region",
      label: region ?? "No region",
    };
  };
  const pathOf = (key: string): Level[] => {
    const [kind, id = ""] = [key.slice(0, key.indexOf(":")), key.slice(key.indexOf(":") + 1)];
    const person = people.get(id);
    if (kind === "region") {
      return [{ key, parent: "company", level: "region", label: id === "none" ? "No region" : id }, company];
    }
    if (kind === "manager") {
      const region = regionOf(person);
      return [
        { key, parent: region.key, level: "manager", label: person?.name ?? "Former team" },
        region,
        company,
      ];
    }
    if (kind !== "owner") return [company];
    const managerId = person && (managers.has(person.id) ? person.id : person.managerId);
    const above =
      managerId && people.has(managerId) ? pathOf(`manager:${managerId}`) : [regionOf(person), company];
    const label = id === "none" ? "Nobody" : (person?.name ?? "Former teammate");
    return [{ key, parent: above[0]?.key ?? "company", level: "owner", label }, ...above];
  };
  const isOn = (key: string, level: string) => pathOf(key).some((one) => one.key === level);
  return {
    pathOf,
    ownersOn: (level) => ({
      ownerIds: rows.map(({ id }) => id).filter((id) => isOn(ownerLevel(id), level)),
      hasNobody: isOn(ownerLevel(null), level),
    }),
  };
}
