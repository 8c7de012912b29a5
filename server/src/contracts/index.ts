export {
  add,
  annualise,
  carriesArr,
  compare,
  type Decimal,
  decimal,
  decimalText,
  divide,
  isZero,
  type LinePrice,
  minorDigits,
  multiply,
  round,
  type SubscriptionKind,
  subtract,
} from "@perennial/contract/pricing";
export { amendSubscription } from "./amend-subscription.ts";
export { contractCommands, subscriptionCommands } from "./contracts.routes.ts";
export { implyContracts, lockAccounts } from "./imply-contracts.ts";
export { movementRows } from "./movements.sql.ts";
export { amountText } from "./read-arr.ts";
export { reportMovements } from "./report-arr.ts";
export { type Reporting, ratesOf, reportingLines } from "./reporting-lines.sql.ts";
export { resolveAccountOfRows, resolveContractOfRows } from "./resolve-rows.ts";
export { accountsOf, contractsSlice } from "./slice.ts";
export { archiveLines, endLines, insertLines, type NewLine, type Recorded, together } from "./store-lines.ts";
export { subscriptionType } from "./subscription-type.ts";
export {
  anniversaries,
  type NoticePeriod,
  nextTerm,
  noticeDeadline,
  rollingTerm,
  type Term,
  termEnd,
  termMonths,
} from "./term.ts";
export { upsertMrrSnapshots } from "./upsert-mrr-snapshots.ts";
