import { recordEvents } from "../events/index.ts";
import { execute } from "../kernel/command.ts";
import type { Loading } from "./loading.ts";
import { usageOn } from "./world/usage.ts";
import type { SampleAccount } from "./world/world.ts";

/** Days of usage written day by day; what is older says nothing that the trends of a year need. */
const historyDays = 395;
const batchSize = 5_000;

/** Records what contacts did in the product over the last thirteen months, through the usual command. */
export async function loadEvents(
  loading: Loading,
  accounts: ReadonlyMap<string, string>,
  contacts: ReadonlyMap<string, string>,
): Promise<void> {
  const { app, world } = loading;
  const ctx = await loading.contextOn(world.today);
  let items: EventItem[] = [];
  const send = async () => {
    const batch = items;
    items = [];
    if (batch.length > 0) await execute(app, ctx, recordEvents, { items: batch });
    await loading.count(batch.length, "events");
  };
  for (let age = historyDays; age >= 1; age -= 1) {
    const on = world.today.subtract({ days: age });
    for (const account of world.accounts) {
      const id = accounts.get(account.key);
      if (id) items.push(...eventsOf(account, id, contacts, on));
      if (items.length >= batchSize) await send();
    }
  }
  await send();
}

type EventItem = {
  messageId: string;
  name: string;
  at: string;
  account: string;
  contact: { id: string };
  count: number;
};

function eventsOf(
  account: SampleAccount,
  accountId: string,
  contacts: ReadonlyMap<string, string>,
  on: Temporal.PlainDate,
): EventItem[] {
  return usageOn(account, on).flatMap((usage, index): EventItem[] => {
    const contact = contacts.get(usage.contact);
    if (!contact) return [];
    const at = on
      .toZonedDateTime({ timeZone: account.timeZone, plainTime: { hour: 8 + (index % 9) } })
      .toInstant();
    return [
      {
        messageId: `sample-${accountId}-${on}-${index}`,
        name: usage.event,
        at: at.toString(),
        account: accountId,
        contact: { id: contact },
        count: usage.count,
      },
    ];
  });
}
