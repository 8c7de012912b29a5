import { sql } from "kysely";
import { accountCommands } from "../accounts/index.ts";
import { contactCommands } from "../contacts/index.ts";
import { execute } from "../kernel/command.ts";
import { renewalCommands } from "../renewals/index.ts";
import { type Loading, sampleSource } from "./loading.ts";

/** How many renewals are not where their contract ends, and by how many days. */
const [moved, byDays] = [3, 14];

/**
 * What no company's data is without: two accounts that name one domain, a customer called churned who still pays, renewals
 * moved off their contract's end, a person entered twice. Data quality finds them.
 */
export async function loadFlaws(loading: Loading, accounts: ReadonlyMap<string, string>): Promise<void> {
  const { app, world } = loading;
  const ctx = await loading.contextOn(world.today.subtract({ days: 9 }));
  const running = world.accounts.filter(({ terms }) => terms.at(-1)?.outcome?.kind !== "churned");
  const [one, other, third] = running;
  const [person] = one?.contacts ?? [];
  if (!one || !other || !third || !person) return;
  await execute(app, ctx, accountCommands.upsert, {
    source: sampleSource,
    items: [
      { externalId: other.key, domains: [other.domain, one.domain] },
      {
        externalId: third.key,
        lifecycleOverride: "churned",
        lifecycleOverrideReason: "Said so on the phone; nothing in writing yet",
      },
    ],
  });
  const twin = { externalId: `${person.key}-again`, name: person.name, email: person.email };
  await execute(app, ctx, contactCommands.upsert, {
    source: sampleSource,
    items: [{ ...twin, account: accounts.get(one.key) }],
  });
  const { rows } = await sql<{ id: string; due_on: string }>`
    select r.id, r.due_on::text as due_on from renewals r
      join contracts c on c.account_id = r.account_id and c.id = r.contract_id and c.expires_on = r.due_on
     where r.account_id = any(${[...accounts.values()]}::uuid[]) and r.outcome is null and r.archived_at is null
       and r.due_on > ${world.today.add({ days: 120 }).toString()}::date
     order by r.due_on desc, r.id limit ${moved}
  `.execute(app.db);
  for (const { id, due_on } of rows) {
    const dueOn = Temporal.PlainDate.from(due_on).add({ days: byDays }).toString();
    await execute(app, ctx, renewalCommands.update, { id, body: { dueOn } });
  }
}
