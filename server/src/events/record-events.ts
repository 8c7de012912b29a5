import { eventInput } from "@perennial/contract";
import { z } from "zod";
import type { AccountReference } from "../accounts/index.ts";
import type { App } from "../kernel/app.ts";
import { command } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { problemOfInstant } from "./plausible-instant.ts";
import { resolveOwners } from "./resolve-events.ts";
import { claimMessages, type MessageClaim, type StorableEvent, storeEvents } from "./store-events.ts";

export type RecordedRow =
  | { status: "recorded" | "duplicate" | "conflicting" }
  | { status: "rejected"; problems: { path: string; message: string }[] };

/**
 * Records events that name their account (imports, the API, the sample company). A row whose account is unknown or
 * ambiguous is rejected, never guessed; one whose message was recorded before is not counted again.
 */
export const recordEvents = command({
  name: "events.record",
  permission: "events.write",
  input: z.object({ items: z.array(eventInput).max(10_000), source: z.string().default("app") }),
  async run({ app, tx, ctx, input }) {
    return { result: await recordRows(app, tx, ctx, input.items, input.source) };
  },
});

type Item = z.output<typeof eventInput>;

async function recordRows(
  app: App,
  tx: Tx,
  ctx: Context,
  items: readonly Item[],
  source: string,
): Promise<RecordedRow[]> {
  const owners = await resolveOwners(
    tx,
    items.map((item) => ({
      account: accountOf(item),
      contact: item.contact ?? null,
      subscription: item.subscription ?? null,
    })),
    source,
  );
  const problems = items.map((item, index) => {
    const owner = owners[index]?.problem;
    return [...(owner ? [owner] : []), ...problemsOfItem(item, ctx.now)];
  });
  const sound = items.flatMap((item, index) => {
    const accountId = owners[index]?.accountId;
    return accountId && problems[index]?.length === 0
      ? [{ index, item, accountId, contactId: owners[index]?.contactId ?? null }]
      : [];
  });
  const claims = await claimSound(tx, sound);
  const fresh = sound.filter(({ index }) => claims.get(index) === "fresh");
  await storeEvents(
    app,
    tx,
    ctx,
    fresh.map(({ item, accountId, contactId }): StorableEvent => {
      const userRef = contactId === null ? (item.contact?.externalId ?? undefined) : undefined;
      return {
        accountId,
        at: Temporal.Instant.from(item.at).toString(),
        name: item.name,
        contactId,
        userRef,
        count: item.count,
        properties: item.properties,
        messageId: item.messageId ?? null,
        receivedAt: ctx.now.toString(),
      };
    }),
  );
  return items.map((_, index): RecordedRow => {
    const found = problems[index] ?? [];
    if (found.length > 0) return { status: "rejected", problems: found };
    const claim = claims.get(index) ?? "fresh";
    return { status: claim === "fresh" ? "recorded" : claim };
  });
}

const mostOccurrences = 1_000_000_000;

/** What is wrong with a row, so that one bad row refuses itself and no other. */
function* problemsOfItem(item: Item, now: Temporal.Instant) {
  if (item.name === "" || item.name.length > 200) {
    yield { path: "name", message: "an event's name has 1 to 200 characters" };
  }
  const instant = problemOfInstant(item.at, now);
  if (instant !== undefined) yield { path: "at", message: instant };
  if (!Number.isInteger(item.count) || item.count < 1 || item.count > mostOccurrences) {
    yield { path: "count", message: "a whole number from 1 to 1,000,000,000" };
  }
}

function accountOf(item: Item): AccountReference | null {
  if (item.accountId) return { id: item.accountId };
  return item.account ?? null;
}

type Sound = { index: number; item: Item; accountId: string; contactId: string | null };

/** Messages are claimed with what they say, so that one id used for two different events comes to light. */
async function claimSound(tx: Tx, sound: readonly Sound[]): Promise<Map<number, MessageClaim>> {
  const withId = sound.flatMap(({ index, item, accountId, contactId }) =>
    item.messageId
      ? [
          {
            index,
            id: item.messageId,
            content: JSON.stringify([
              accountId,
              contactId,
              item.name,
              Temporal.Instant.from(item.at).epochMilliseconds,
              item.count,
              item.properties ?? {},
            ]),
          },
        ]
      : [],
  );
  const claims = await claimMessages(tx, withId);
  return new Map([
    ...sound.map(({ index }) => [index, "fresh"] as const),
    ...withId.map(({ index }, position) => [index, claims[position] ?? "fresh"] as const),
  ]);
}
