import type { IndicatorDefinition } from "@perennial/contract";
import { sql } from "kysely";
import type { Tx } from "../kernel/db.ts";
import type { StoredRecord } from "../objects/index.ts";

type OwnerRule = IndicatorDefinition["owner"];
type OwnerOf = (account: StoredRecord) => string | null;

const holderOf = ({ values }: StoredRecord, role: string) =>
  (values[`keyRole:${role}`] ?? null) as string | null;

/** Gives the owner of an account's indicator by a rule; where the rule finds nobody, the account's CSM. */
export async function ownerBy(tx: Tx, rule: OwnerRule): Promise<OwnerOf> {
  const find = await finderFor(tx, rule);
  return (account) => find(account) ?? holderOf(account, "csm");
}

async function finderFor(tx: Tx, rule: OwnerRule): Promise<OwnerOf> {
  switch (rule.kind) {
    case "teammate":
      return () => rule.id;
    case "key-role":
      return (account) => holderOf(account, rule.role);
    case "renewal-owner":
      return ({ values }) => (values.renewalOwnerId ?? null) as string | null;
    case "manager": {
      const rows = await tx.selectFrom("teammates").select(["id", "manager_id"]).execute();
      const managers = new Map(rows.map((row) => [row.id, row.manager_id]));
      return (account) => managers.get(holderOf(account, rule.role) ?? "") ?? holderOf(account, rule.role);
    }
    case "team":
      return inTeam(await readLoads(tx, rule.team));
  }
}

/** Who of the team works the account already, else who has the least to do; each one given counts for the next. */
function inTeam(loads: Map<string, number>): OwnerOf {
  return (account) => {
    const holders = Object.entries(account.values).flatMap(([slug, id]) =>
      slug.startsWith("keyRole:") && typeof id === "string" ? [id] : [],
    );
    const [least] = [...loads].toSorted(([a, x], [b, y]) => x - y || a.localeCompare(b));
    const chosen = holders.find((id) => loads.has(id)) ?? least?.[0];
    if (chosen === undefined) return null;
    loads.set(chosen, (loads.get(chosen) ?? 0) + 1);
    return chosen;
  };
}

/** The members of a team who work here, each with how many indicators are open for them. */
async function readLoads(tx: Tx, team: string): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; count: number }>`
    select t.id, (select count(*) from indicators i
                   where i.owner_id = t.id and i.status = 'open' and i.archived_at is null)::integer as count
      from teammates t where t.team = ${team} and t.archived_at is null
  `.execute(tx);
  return new Map(rows.map(({ id, count }) => [id, count]));
}
