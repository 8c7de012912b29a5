import { accounts } from "@perennial/contract";
import type { Slice } from "../kernel/slice.ts";
import { recordCommands, recordRoutes } from "../objects/index.ts";
import { accountQuality } from "./account-quality.ts";
import { accountType } from "./account-type.ts";
import { presentAccounts } from "./present-account.ts";

import { rollUpOrganizations } from "./roll-up-organizations.ts";

export { type AccountWriter, accountType } from "./account-type.ts";
export { distributionOf } from "./distribution.sql.ts";
export { presentAccounts } from "./present-account.ts";
export { type AccountReference, type ResolvedAccount, resolveAccounts } from "./resolve-accounts.ts";
export const accountCommands = recordCommands(accountType);

export const accountsSlice: Slice = {
  name: "accounts",
  routes: recordRoutes(accountType, accounts, accountCommands, presentAccounts),
  contributes: {
    objectTypes: [accountType],
    qualityChecks: accountQuality,
    organizationRollUps: [rollUpOrganizations],
    ruleRelations: [
      {
        of: "organization",
        slug: "accounts",
        label: "accounts",
        object: "account",
        sql: { on: [["id", "organization_id"]] },
      },
    ],
  },
};
