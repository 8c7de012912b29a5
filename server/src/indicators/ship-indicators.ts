import type { WaitingIndicator } from "@perennial/contract";
import { type Catalog, checkRule } from "@perennial/rules";
import { type App, systemContext } from "../kernel/app.ts";
import { executeIn } from "../kernel/command.ts";
import type { Context } from "../kernel/context.ts";
import type { Db, Tx } from "../kernel/db.ts";
import type { AfterCommand } from "../kernel/slice.ts";
import { ruleCatalogOf } from "../objects/index.ts";
import { conditionOf } from "./condition.ts";
import { type Shipped, shippedIndicators } from "./shipped-indicators.ts";
import { createDefinition } from "./write-definition.ts";

/** Makes the shipped definitions that are not there yet and whose conditions can be asked. Those once archived stay so. */
export async function ensureShippedIndicators(app: App, ctx: Context): Promise<void> {
  await app.db.transaction().execute((tx) => shipIndicators(app, tx, ctx));
}

async function shipIndicators(app: App, tx: Tx, ctx: Context): Promise<void> {
  for (const shipped of await missingDefinitions(tx)) {
    const { waitsFor: _waits, ...definition } = shipped;
    if (!canBeAsked(await ruleCatalogOf(app, tx), shipped)) continue;
    await executeIn(app, tx, ctx, createDefinition, { ...definition, isShipped: true });
  }
}

/** The shipped definitions that the company has neither in use nor archived. */
async function missingDefinitions(db: Db | Tx): Promise<Shipped[]> {
  const rows = await db.selectFrom("indicator_definitions").select("slug").execute();
  const existing = new Set(rows.map((row) => row.slug));
  return shippedIndicators.filter(({ slug }) => !existing.has(slug));
}

function canBeAsked(catalog: Catalog, shipped: Shipped): boolean {
  const { rule = null, threshold = null, zones = [] } = shipped;
  return "rule" in checkRule(conditionOf({ rule, threshold, zones }), catalog, "account");
}

/** The shipped definitions that wait for the company's data, and for what. */
export async function waitingDefinitions(app: App): Promise<WaitingIndicator[]> {
  return (await missingDefinitions(app.db)).map(
    ({ slug, name, description = "", polarity, waitsFor = "It is made at the next start." }) => ({
      slug,
      name,
      description,
      polarity,
      waitsFor,
    }),
  );
}

/** A metric that takes a role, or a trait that is made, may be what a shipped definition waited for. */
export const followData: AfterCommand = async (tx, ctx, { events, changes }, app) => {
  const isByPeople =
    ctx.actor.kind !== "system" &&
    [...events, ...changes].some(({ object }) => object === "metric" || object === "trait");
  if (isByPeople) await shipIndicators(app, tx, await systemContext(app, "shipped indicators"));
};
