import type { App } from "../kernel/app.ts";
import type { Change } from "../kernel/command.ts";
import type { Tx } from "../kernel/db.ts";
import { catalogOf } from "./catalog.ts";
import type { Followers } from "./object-type.ts";

/** The accounts, contacts and organizations whose values and segments may follow from these changes of other records. */
export async function followersOf(
  app: App,
  tx: Tx,
  changes: readonly Change[],
): Promise<Partial<Record<keyof Followers, string[]>>> {
  const free = changes.filter((change) => change.accountId === null);
  if (free.length === 0) return {};
  const { types } = await catalogOf(app, tx);
  const found: Partial<Record<keyof Followers, string[]>> = {};
  for (const [object, own] of Map.groupBy(free, (change) => change.object)) {
    const followers = (await types.get(object)?.followers?.(tx, own)) ?? {};
    for (const [kind, ids] of Object.entries(followers) as [keyof Followers, readonly string[]][]) {
      found[kind] = [...(found[kind] ?? []), ...ids];
    }
  }
  return found;
}
