import { sql } from "kysely";
import { accountCommands } from "../src/accounts/index.ts";
import { contactCommands } from "../src/contacts/index.ts";
import { subscriptionCommands } from "../src/contracts/index.ts";
import { recordEvents } from "../src/events/index.ts";
import { execute } from "../src/kernel/command.ts";
import { retryConflicts } from "../src/kernel/database/transient.ts";
import { meetingCommands } from "../src/meetings/index.ts";
import { surveyResponseCommands } from "../src/surveys/index.ts";
import { ticketCommands } from "../src/tickets/index.ts";
import type { TestApp } from "./app.ts";

const accounts = 40;

/** Accounts `a0` to `a39`, each with a contact `c0` to `c39`, and what writes facts about them. */
export type FactWriters = {
  accountIds: readonly string[];
  /** Writes facts of every kind, one after another, until told to stop; how many it wrote. */
  write(writer: number, isOver: () => boolean): Promise<number>;
};

export async function factWriters(t: TestApp): Promise<FactWriters> {
  const accountIds: string[] = [];
  const contactIds: string[] = [];
  for (let n = 0; n < accounts; n += 1) {
    const account = await execute(t.app, await t.ctx(), accountCommands.create, {
      body: { name: `Account ${n}`, externalId: `a${n}`, seatsLicensed: 10 },
    });
    accountIds.push(account.id);
    const contact = await execute(t.app, await t.ctx(), contactCommands.create, {
      body: { name: `Contact ${n}`, externalId: `c${n}`, account: account.id, stakeholderRole: "champion" },
    });
    contactIds.push(contact.id);
  }
  // Each contact belongs to the next account as well: two batches may reach one contact.
  await sql`
    insert into account_contacts (account_id, contact_id, since)
    select a, c, ${t.clock.now().toString()}::timestamptz from unnest(${accountIds}::uuid[], ${[...contactIds.slice(1), contactIds[0] ?? ""]}::uuid[]) as m (a, c)
  `.execute(t.db);

  return {
    accountIds,
    async write(writer, isOver) {
      let n = 0;
      for (; !isOver(); n += 1)
        await retryConflicts(() => writeFact(t, { accountIds, contactIds }, writer, n));
      return n;
    },
  };
}

type Records = { accountIds: readonly string[]; contactIds: readonly string[] };

/** One more fact of one of the kinds about one of the accounts, in an order that is the same each time. */
async function writeFact(
  t: TestApp,
  { accountIds, contactIds }: Records,
  writer: number,
  n: number,
): Promise<void> {
  const place = (writer * 17 + n * 7) % accounts;
  const [accountId = "", contactId = ""] = [accountIds[place], contactIds[place]];
  const key = `w${writer}-${n}`;
  const at = t.clock
    .now()
    .subtract({ hours: (n * 31) % 900 })
    .toString();
  const account = { externalId: `a${place}` };
  const ctx = await t.ctx();
  const upsert = { source: "app" } as const;
  switch (n % 6) {
    case 0:
      await execute(t.app, ctx, ticketCommands.upsert, {
        ...upsert,
        items: [{ externalId: key, account, openedAt: at, priority: n % 4 === 0 ? "urgent" : "normal" }],
      });
      return;
    case 1:
      await execute(t.app, ctx, surveyResponseCommands.upsert, {
        ...upsert,
        items: [{ externalId: key, account, contactId, at, score: n % 11 }],
      });
      return;
    case 2:
      await execute(t.app, ctx, meetingCommands.upsert, {
        ...upsert,
        items: [{ externalId: key, account, at, status: n % 4 === 0 ? "held" : "missed" }],
      });
      return;
    case 3:
      await execute(t.app, ctx, accountCommands.update, {
        id: accountId,
        body: { seatsLicensed: 1 + (n % 20), touchModel: n % 4 === 0 ? "high" : "low" },
      });
      return;
    case 4:
      await execute(t.app, ctx, subscriptionCommands.create, {
        body: {
          account: accountId,
          product: "Core",
          arr: String(100 + n),
          startsOn: "2026-01-01",
          endsOn: "2026-12-31",
        },
      });
      return;
    default:
      await execute(t.app, ctx, recordEvents, {
        items: [0, 1, 2].map((index) => ({
          name: index === 0 ? "Logged in" : "Report made",
          at,
          account: `a${place}`,
          contact: { externalId: `c${place}` },
          messageId: `${key}-${index % 2}`,
        })),
      });
  }
}
