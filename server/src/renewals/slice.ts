import { accountsOf } from "../contracts/index.ts";
import { executeIn } from "../kernel/command.ts";
import { systemActor } from "../kernel/context.ts";
import type { Slice } from "../kernel/slice.ts";
import { generateRenewals } from "./generate-renewals.ts";
import { renewalDefinitionFields, renewalType } from "./renewal-type.ts";
import { renewalsRoutes } from "./renewals.routes.ts";

/** Fields of accounts on which a renewal depends beside its contract: who owns it, by which policy, whether at all. */
const accountFields = (field: string): boolean =>
  field.startsWith("keyRole:") || field === "touchModel" || field === "archivedAt";

/** Renewals: made from contracts, forecast by people, closed by an order or a loss. */
export const renewalsSlice: Slice = {
  name: "renewals",
  routes: renewalsRoutes,
  contributes: { objectTypes: [renewalType], fieldSources: [renewalDefinitionFields] },
  async afterCommand(tx, ctx, { changes, events }, app) {
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
