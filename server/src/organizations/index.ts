import { organizationFields, organizations } from "@perennial/contract";
import type { Slice } from "../kernel/slice.ts";
import {
  builtIns,
  type ObjectType,
  type Present,
  presentCommon,
  recordCommands,
  recordRoutes,
} from "../objects/index.ts";
import { rollUpsOf } from "./roll-up.ts";

export type { OrganizationScores, RollUpReader } from "./roll-up.ts";

/** Parents of several accounts. */
export const organizationType: ObjectType = {
  slug: "organization",
  plural: "organizations",
  label: "Organization",
  labelPlural: "Organizations",
  table: "organizations",
  placement: "free",
  keepsPast: true,
  builtIns: builtIns("organization", organizationFields, { name: "name", domains: "domains" }),
  defaults: {},
  shown: [
    { slug: "accountCount", label: "Accounts", type: "integer" },
    { slug: "arr", label: "ARR", type: "currency" },
    { slug: "nextRenewalOn", label: "Next renewal", type: "date" },
    { slug: "health", label: "Health", type: "number", hasPast: false },
    { slug: "healthChange30d", label: "Health in 30 days", type: "number", hasPast: false },
  ],
};

export const organizationCommands = recordCommands(organizationType);

/** Organizations as the API shows them. */
export const presentOrganizations: Present = async (app, ctx, records) => {
  const rollUps = await rollUpsOf(
    app,
    ctx,
    records.map((record) => record.id),
  );
  return records.map((record, row) => ({ ...presentCommon(organizationType, record), ...rollUps[row] }));
};

export const organizationsSlice: Slice = {
  name: "organizations",
  routes: recordRoutes(organizationType, organizations, organizationCommands, presentOrganizations),
  contributes: { objectTypes: [organizationType] },
};
