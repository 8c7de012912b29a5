export { bulkUpdateRenewals, renewalCommands } from "./edit-renewals.ts";
export { type Generated, generateAll, generateRenewals } from "./generate-renewals.ts";
export { recordOutcome } from "./record-outcome.ts";
export { renewalsSlice } from "./slice.ts";
