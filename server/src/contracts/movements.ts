import {
  add,
  compare,
  type Decimal,
  decimal,
  decimalText,
  isZero,
  multiply,
  subtract,
} from "@perennial/contract/pricing";
import { type ArrLine, arrAt, isActiveAt } from "./arr-line.ts";

export type MovementKind = "new" | "expansion" | "contraction" | "churn" | "reactivation";

/** One subscription's part in a movement: what came of its quantity, of its price, of its coming or going. */
export type MovementCause = {
  readonly rootId: string;
  readonly lineIds: readonly string[];
  readonly quantityArr: string;
  readonly priceArr: string;
  readonly addedArr: string;
  readonly endedArr: string;
};

export type Movement = {
  readonly on: string;
  readonly kind: MovementKind;
  readonly arr: string;
  /** For a reactivation: the last day on which the account had ARR before. */
  readonly formerEndOn: string | null;
  readonly causes: readonly MovementCause[];
};

/**
 * Movements of one account's ARR after `from` up to and on `to`, a day's changes taken together, so that
 * ARR(to) = ARR(from) + Σ movements exactly. A day on which the account's ARR does not change has none.
 */
export function movementsBetween(lines: readonly ArrLine[], from: string, to: string): Movement[] {
  const found: Movement[] = [];
  for (const on of changeDates(lines)) {
    if (on <= from || on > to) continue;
    const movement = movementOn(lines, on);
    if (movement) found.push(movement);
  }
  return found;
}

function movementOn(lines: readonly ArrLine[], on: string): Movement | null {
  const eve = dayBefore(on);
  const before = arrAt(lines, eve);
  const after = arrAt(lines, on);
  const change = subtract(after, before);
  if (isZero(change)) return null;
  const formerEndOn = isPositive(before) ? null : lastDayWithArr(lines, eve);
  return {
    on,
    kind: movementKind(before, after, formerEndOn !== null),
    arr: decimalText(change),
    formerEndOn: isPositive(after) ? formerEndOn : null,
    causes: causesOf(lines, eve, on),
  };
}

/** Classification by the account's ARR on the eve and on the day; below zero (refunds) counts as none. */
export function movementKind(before: Decimal, after: Decimal, hadArr: boolean): MovementKind {
  if (!isPositive(before) && isPositive(after)) return hadArr ? "reactivation" : "new";
  if (isPositive(before) && !isPositive(after)) return "churn";
  return compare(after, before) > 0 ? "expansion" : "contraction";
}

/**
 * Change of quantity × the old ARR per unit, cut to cents, is the quantity's part; what remains of a line that goes on is its
 * price's. The parts of all causes add up to the movement.
 */
function causesOf(lines: readonly ArrLine[], eve: string, on: string): MovementCause[] {
  const roots = [...new Set(lines.map((line) => line.rootId))];
  return roots.flatMap((rootId) => {
    const ofRoot = lines.filter((line) => line.rootId === rootId);
    const old = ofRoot.filter((line) => isActiveAt(line, eve));
    const now = ofRoot.filter((line) => isActiveAt(line, on));
    const change = subtract(arrAt(now, on), arrAt(old, eve));
    const goesOn = old.length > 0 && now.length > 0;
    const quantityArr = goesOn ? quantityPart(old, now, eve) : decimal("0");
    if (isZero(change) && isZero(quantityArr)) return [];
    return {
      rootId,
      lineIds: [...new Set([...old, ...now].map((line) => line.lineId))],
      quantityArr: decimalText(quantityArr),
      priceArr: decimalText(goesOn ? subtract(change, quantityArr) : decimal("0")),
      addedArr: decimalText(old.length === 0 ? change : decimal("0")),
      endedArr: decimalText(now.length === 0 ? change : decimal("0")),
    };
  });
}

function quantityPart(old: readonly ArrLine[], now: readonly ArrLine[], eve: string): Decimal {
  const oldQuantity = quantityOf(old);
  if (isZero(oldQuantity)) return decimal("0");
  const worth = multiply(arrAt(old, eve), subtract(quantityOf(now), oldQuantity));
  const cents = worth.units * 10n ** BigInt(oldQuantity.scale + 2);
  return { units: cents / (oldQuantity.units * 10n ** BigInt(worth.scale)), scale: 2 };
}

const quantityOf = (lines: readonly ArrLine[]): Decimal =>
  lines.reduce((sum, line) => add(sum, decimal(line.quantity)), decimal("0"));

function lastDayWithArr(lines: readonly ArrLine[], until: string): string | null {
  const ends = changeDates(lines).filter((date) => date <= until);
  for (const end of ends.toReversed()) {
    if (isPositive(arrAt(lines, dayBefore(end)))) return dayBefore(end);
  }
  return null;
}

const changeDates = (lines: readonly ArrLine[]): string[] =>
  [
    ...new Set(lines.flatMap((line) => [line.startsOn, ...(line.endsBefore ? [line.endsBefore] : [])])),
  ].sort();

const isPositive = (value: Decimal): boolean => value.units > 0n;
const dayBefore = (date: string): string => Temporal.PlainDate.from(date).subtract({ days: 1 }).toString();
