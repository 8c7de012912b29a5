import { fieldsOfNodes } from "../engine/index.ts";
import { executeIn } from "../kernel/command.ts";
import { systemActor } from "../kernel/context.ts";
import type { Slice } from "../kernel/slice.ts";
import { contractQuality } from "./contract-quality.ts";
import { contractType } from "./contract-type.ts";
import { contractsRoutes } from "./contracts.routes.ts";
import { implyContracts } from "./imply-contracts.ts";
import { restatedArr } from "./restated-arr.ts";
import { revenueNodes } from "./revenue-node.ts";
import { writeSheetRevenue } from "./sheet-revenue.ts";
import { subscriptionType } from "./subscription-type.ts";

/** Contracts, subscriptions and the ARR they make. */
export const contractsSlice: Slice = {
  name: "contracts",
  routes: contractsRoutes,
  contributes: {
    objectTypes: [contractType, subscriptionType],
    qualityChecks: contractQuality,
    accountWriters: [writeSheetRevenue],
    nodeSources: [revenueNodes],
    fieldSources: [fieldsOfNodes(revenueNodes)],
    restatedSources: [restatedArr],
  },
  async afterCommand(tx, ctx, { events }, app) {
    const accountIds = accountsOf(events, ["contract", "subscription"]);
    if (accountIds.length === 0) return;
    const system = { ...ctx, actor: systemActor("implied contracts") };
    await executeIn(app, tx, system, implyContracts, { accountIds });
  },
};

/** The accounts below which records of these kinds were written. */
export const accountsOf = (
  events: readonly { object: string; accountId: string | null }[],
  objects: readonly string[],
): string[] => [
  ...new Set(
    events.flatMap((event) => (objects.includes(event.object) && event.accountId ? [event.accountId] : [])),
  ),
];
