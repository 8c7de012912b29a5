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
  fromInteger,
  isZero,
  multiply,
  round,
  subtract,
} from "./decimal.ts";
