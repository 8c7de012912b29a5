import { teammateFields } from "@perennial/contract";
import { sql } from "kysely";
import type { Tx } from "../kernel/db.ts";
import { builtIns, type ObjectType, type RowProblem, type WriteArguments } from "../objects/index.ts";
import { checkAuthority } from "./check-authority.ts";
import { checkManagers } from "./managers.ts";
import { prepareTeammates } from "./prepare-teammates.ts";

/** Teammates: people of ours. They sign in once they are invited; imported ones are known by name until then. */
export const teammateType: ObjectType = {
  slug: "teammate",
  plural: "teammates",
  label: "Teammate",
  labelPlural: "Teammates",
  table: "teammates",
  placement: "free",
  builtIns: builtIns("teammate", teammateFields, {
    name: "name",
    email: "email",
    managerId: "manager_id",
    team: "team",
    region: "region",
    role: "role",
    status: "status",
  }),
  defaults: { role: "viewer", status: "not-invited" },
  prepare: prepareTeammates,
  async check(args) {
    return [...(await takenEmails(args)), ...(await checkManagers(args)), ...checkAuthority(args)];
  },
  async afterWrite({ tx, ctx, writes }) {
    await keepSignInsInStep(
      tx,
      ctx.now,
      writes.filter((write) => !write.isNew).map((write) => write.id),
    );
    return {};
  },
};

/** Two teammates with one e-mail could each sign in as the other. */
async function takenEmails({ tx, writes }: WriteArguments): Promise<RowProblem[]> {
  const named = writes.flatMap((write) =>
    typeof write.after.email === "string" && write.after.email !== write.before.email
      ? [{ row: write.row, id: write.id, email: write.after.email.toLowerCase() }]
      : [],
  );
  if (named.length === 0) return [];
  const { rows } = await sql<{ id: string; email: string }>`
    select id, lower(email) as email from teammates
     where lower(email) = any(${named.map((each) => each.email)}::text[])
  `.execute(tx);
  const holders = new Map(rows.map((row) => [row.email, row.id]));
  return named.flatMap(({ row, id, email }) => {
    const holder = holders.get(email);
    if (holder === undefined) holders.set(email, id);
    if (holder === undefined || holder === id) return [];
    return [{ row, path: "email", message: `another teammate has the e-mail ${email}` }];
  });
}

/** A sign-in carries its teammate's name and e-mail. */
async function keepSignInsInStep(tx: Tx, now: Temporal.Instant, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    update sign_ins s set name = t.name, email = lower(t.email), updated_at = ${now.toString()}::timestamptz
      from teammates t
     where t.id = s.id and s.id = any(${ids}::uuid[]) and (s.name, s.email) is distinct from (t.name, lower(t.email))
  `.execute(tx);
}
