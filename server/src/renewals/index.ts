export { bulkUpdateRenewals, renewalCommands } from "./edit-renewals.ts";
export { type Generated, generateAll, generateRenewals } from "./generate-renewals.ts";
export { recordOutcome } from "./record-outcome.ts";
export { policyFor, type RenewalPolicy, readPolicies } from "./renewal-policies.ts";
export { renewalType } from "./renewal-type.ts";
export { renewalsAsOf } from "./renewals-as-of.sql.ts";
export { undoOutcome } from "./reopen-renewal.ts";
export { renewalsSlice } from "./slice.ts";
