export {
  annualise,
  annualiseStated,
  carriesArr,
  type LinePrice,
  minorDigits,
  type SubscriptionKind,
} from "./annualise.ts";
export {
  add,
  compare,
  type Decimal,
  decimal,
  decimalText,
  divide,
  isZero,
  multiply,
  negate,
  round,
  subtract,
} from "./decimal.ts";
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
