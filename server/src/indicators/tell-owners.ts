import type { App } from "../kernel/app.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/db.ts";
import { notify, type Told, tellChannel } from "../notifications/index.ts";
import type { StoredRecord } from "../objects/index.ts";
import type { DefinitionRow } from "./definitions.sql.ts";
import type { Written } from "./raise.ts";

/** From so many on, what is raised for one person at once is told in one sentence. */
const toldTogetherFrom = 4;

/** Tells each owner what was raised for them. */
export async function tellOwners(
  app: App,
  tx: Tx,
  ctx: Context,
  definition: DefinitionRow,
  raised: readonly Written[],
  accounts: readonly StoredRecord[],
): Promise<void> {
  const names = new Map(accounts.map(({ id, values }) => [id, String(values.name ?? "An account")]));
  await tellItsChannel(app, tx, ctx, definition, raised, names);
  const told: Told[] = [];
  for (const [ownerId, own] of Map.groupBy(raised, (row) => row.owner_id)) {
    if (ownerId === null) continue;
    if (own.length >= toldTogetherFrom) told.push(toldTogether(ownerId, definition, own, names));
    else told.push(...own.map((row) => toldAlone(ownerId, definition, row, names)));
  }
  await notify(app, tx, ctx, told);
}

/** The definition's own channel hears of all that was raised now in one message, whoever owns it. */
async function tellItsChannel(
  app: App,
  tx: Tx,
  ctx: Context,
  definition: DefinitionRow,
  raised: readonly Written[],
  names: ReadonlyMap<string, string>,
): Promise<void> {
  const [first] = raised;
  if (definition.slack_channel === null || !first) return;
  const isOne = raised.length === 1;
  const { title, body, href, cause } = isOne
    ? toldAlone("", definition, first, names)
    : {
        ...toldTogether("", definition, raised, names),
        title: `${definition.name}: ${raised.length} accounts`,
      };
  await tellChannel(app, tx, ctx, definition.slack_channel, [
    { title, cause, href: isOne ? href : "/today?scope=everyone&kind=indicator", ...(body ? { body } : {}) },
  ]);
}

function toldAlone(
  teammateId: string,
  { name }: DefinitionRow,
  { id, account_id: accountId, message }: Written,
  names: ReadonlyMap<string, string>,
): Told {
  return {
    teammateId,
    kind: "indicator",
    cause: `indicator:${id}`,
    title: `${names.get(accountId)}: ${name}`,
    body: message,
    href: `/accounts/${accountId}`,
  };
}

function toldTogether(
  teammateId: string,
  { name }: DefinitionRow,
  own: readonly Written[],
  names: ReadonlyMap<string, string>,
): Told {
  const some = own.slice(0, 5).map((row) => names.get(row.account_id));
  const more = own.length > some.length ? ` and ${own.length - some.length} more` : "";
  return {
    teammateId,
    kind: "indicator",
    cause: `indicator:${own[0]?.id}`,
    title: `${name}: ${own.length} of your accounts`,
    body: `${some.join(", ")}${more}`,
    href: "/today?kind=indicator",
  };
}
