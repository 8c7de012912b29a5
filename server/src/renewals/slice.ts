import { accountsOf } from "../contracts/index.ts";
import { fieldsOfNodes } from "../engine/index.ts";
import { executeIn } from "../kernel/command.ts";
import { systemActor } from "../kernel/context.ts";
import type { Slice } from "../kernel/slice.ts";
import { generateRenewals } from "./generate-renewals.ts";
import { keepStates } from "./keep-states.ts";
import { renewalDelta, renewalNames } from "./renewal-formula-names.ts";
import { renewalNodes } from "./renewal-nodes.ts";
import { renewalQuality } from "./renewal-quality.ts";
import { ensureStandings, renewalStandingNodes } from "./renewal-standing-node.ts";
import { renewalDefinitionFields, renewalType } from "./renewal-type.ts";
import { renewalCrons, startRenewalDay } from "./renewals.jobs.ts";
import { renewalsRoutes } from "./renewals.routes.ts";

/** Fields of accounts on which a renewal depends beside its contract: who owns it, by which policy, whether at all. */
const accountFields = (field: string): boolean =>
  field.startsWith("keyRole:") || field === "touchModel" || field === "archivedAt";

/** Renewals: made from contracts, forecast by people, closed by an order or a loss. */
export const renewalsSlice: Slice = {
  name: "renewals",
  routes: renewalsRoutes,
  jobs: [startRenewalDay],
  crons: renewalCrons,
  ensureShipped: ensureStandings,
  contributes: {
    objectTypes: [renewalType],
    fieldSources: [renewalDefinitionFields, fieldsOfNodes(renewalNodes)],
    nodeSources: [renewalNodes, renewalStandingNodes],
    qualityChecks: renewalQuality,
    formulaNames: renewalNames,
    computedFields: [renewalDelta],
  },
  async afterCommand(tx, ctx, { changes, events }, app) {
    await keepStates(tx, ctx, { changes, events });
    const ofAccounts = changes.flatMap((change) =>
      change.object === "account" &&
      change.accountId &&
      change.old !== undefined &&
      accountFields(change.field)
        ? [change.accountId]
        : [],
    );
    const accountIds = [...new Set([...accountsOf(events, ["contract", "subscription"]), ...ofAccounts])];
    if (accountIds.length === 0) return;
    const system = { ...ctx, actor: systemActor("renewal generator") };
    await executeIn(app, tx, system, generateRenewals, { accountIds });
  },
};
