export { bulkUpdateRenewals, renewalCommands } from "./edit-renewals.ts";
export { arrIfRenewed, likelihoodByPolicy, readLikelihoodFirst } from "./forecast-policy.ts";
export { type Generated, generateAll, generateRenewals } from "./generate-renewals.ts";
export { recordOutcome } from "./record-outcome.ts";
export { renewalGroup } from "./renewal-groups.ts";
export { renewalsAsOf } from "./renewals-as-of.sql.ts";
export { renewalsSlice } from "./slice.ts";
