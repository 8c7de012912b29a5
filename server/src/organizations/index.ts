import { organizationFields, organizations } from "@perennial/contract";
import type { Slice } from "../kernel/slice.ts";
import { builtIns, type ObjectType, presentCommon, recordCommands, recordRoutes } from "../objects/index.ts";

/** Parents of several accounts. */
export const organizationType: ObjectType = {
  slug: "organization",
  plural: "organizations",
  label: "Organization",
  labelPlural: "Organizations",
  table: "organizations",
  placement: "free",
  builtIns: builtIns("organization", organizationFields, { name: "name", domains: "domains" }),
  defaults: {},
};

export const organizationCommands = recordCommands(organizationType);

export const organizationsSlice: Slice = {
  name: "organizations",
  routes: recordRoutes(organizationType, organizations, organizationCommands, async (_app, _ctx, records) =>
    records.map((record) => presentCommon(organizationType, record)),
  ),
  contributes: { objectTypes: [organizationType] },
};
