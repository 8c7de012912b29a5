import { accountCommands } from "../accounts/index.ts";
import { contactCommands } from "../contacts/index.ts";
import { execute } from "../kernel/command.ts";
import { organizationCommands } from "../organizations/index.ts";
import { teammateCommands } from "../people/index.ts";
import { ticketCommands } from "../tickets/index.ts";
import { type Loading, sampleSource } from "./loading.ts";
import { ticketsOf } from "./world/tickets.ts";
import type { SampleAccount } from "./world/world.ts";

type Item = { externalId: string } & Record<string, unknown>;
type Upsert = (typeof accountCommands)["upsert"];

const batchSize = 500;

/** Upserts items in batches, as they would have been at `on`, and gives the ids by external id. */
async function upsert(
  loading: Loading,
  command: Upsert,
  items: readonly Item[],
  on: Temporal.PlainDate,
): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (let from = 0; from < items.length; from += batchSize) {
    const batch = items.slice(from, from + batchSize);
    const results = await execute(loading.app, await loading.contextOn(on), command, {
      source: sampleSource,
      items: batch,
    });
    results.forEach((result, index) => {
      const item = batch[index];
      if (!item || result.status === "rejected")
        throw new Error(`sample row refused: ${JSON.stringify([item, result])}`);
      ids.set(item.externalId, result.id);
    });
  }
  return ids;
}

/** Teammates, organizations, accounts with key roles, contacts with stakeholder roles, tickets. */
export async function loadAccounts(
  loading: Loading,
): Promise<{ accounts: Map<string, string>; contacts: Map<string, string>; teammates: Map<string, string> }> {
  const { world } = loading;
  const beginning = world.today.subtract({ months: 31 });
  const teammates = await loadTeammates(loading, beginning);
  const organizations = await upsert(
    loading,
    organizationCommands.upsert,
    world.organizations.map(({ key, name, domains }) => ({ externalId: key, name, domains })),
    beginning,
  );
  const accounts = new Map<string, string>();
  for (const [since, ofDay] of Map.groupBy(world.accounts, (account) => account.customerSince.toString())) {
    const items = ofDay.map((account) => accountItem(account, teammates, organizations));
    const made = await upsert(loading, accountCommands.upsert, items, Temporal.PlainDate.from(since));
    for (const [key, id] of made) accounts.set(key, id);
    await loading.count(made.size, "accounts");
  }
  const contacts = await upsert(
    loading,
    contactCommands.upsert,
    world.accounts.flatMap((account) =>
      account.contacts.map(({ key, deactivatedOn, ...contact }) => ({
        ...contact,
        externalId: key,
        timeZone: account.timeZone,
        account: accounts.get(account.key),
        ...(deactivatedOn ? { deactivatedOn: deactivatedOn.toString() } : {}),
      })),
    ),
    world.today.subtract({ days: 45 }),
  );
  await upsert(
    loading,
    ticketCommands.upsert,
    world.accounts.flatMap((account) =>
      ticketsOf(account, world.today).map(({ key, requester, ...ticket }) => ({
        externalId: key,
        account: accounts.get(account.key),
        requesterId: contacts.get(requester),
        subject: ticket.subject,
        kind: ticket.kind,
        priority: ticket.priority,
        status: ticket.solvedAt ? "solved" : "open",
        openedAt: ticket.openedAt.toString(),
        firstResponseAt: ticket.firstResponseAt.toString(),
        ...(ticket.solvedAt ? { solvedAt: ticket.solvedAt.toString() } : {}),
        reopenedCount: ticket.reopenedCount,
        escalated: ticket.escalated,
        ...(ticket.csat === null ? {} : { csat: ticket.csat }),
      })),
    ),
    world.today,
  );
  return { accounts, contacts, teammates };
}

async function loadTeammates(loading: Loading, on: Temporal.PlainDate): Promise<Map<string, string>> {
  const emailOf = (key: string | null) => (key === null ? undefined : `${key}@sample.example`);
  const items = loading.world.teammates.map(({ key, name, role, region, team, manager }) => ({
    externalId: key,
    name,
    email: emailOf(key),
    role,
    team,
    ...(region ? { region } : {}),
    ...(manager ? { managerEmail: emailOf(manager) } : {}),
  }));
  return upsert(loading, teammateCommands.upsert, items, on);
}

function accountItem(
  account: SampleAccount,
  teammates: ReadonlyMap<string, string>,
  organizations: ReadonlyMap<string, string>,
): Item {
  const { key, domain, organization, customerSince, csm, accountManager, contacts, terms, mood, ...fields } =
    account;
  return {
    ...fields,
    externalId: key,
    domains: [domain],
    customerSince: customerSince.toString(),
    ...(organization ? { organizationId: organizations.get(organization) } : {}),
    keyRoles: {
      ...(csm ? { csm: teammates.get(csm) } : {}),
      account_manager: teammates.get(accountManager),
    },
  };
}
