import type { Decimal } from "@perennial/contract/pricing";
import { add, decimal } from "@perennial/contract/pricing";

/**
 * A priced line as the ARR of an account sees it: half-open in time, its ARR already computed. Lines with the same
 * `rootId` are one subscription through its amendments and renewals.
 */
export type ArrLine = {
  readonly lineId: string;
  readonly rootId: string;
  readonly startsOn: string;
  readonly endsBefore: string | null;
  readonly arr: string;
  readonly quantity: string;
};

/** Active from its first day up to, not including, `endsBefore`. ISO dates order as text. */
export const isActiveAt = (line: ArrLine, date: string): boolean =>
  line.startsOn <= date && (line.endsBefore === null || date < line.endsBefore);

/** ARR of the lines at a date: Σ over those active on it. Currency of the lines, which must be one. */
export const arrAt = (lines: readonly ArrLine[], date: string): Decimal =>
  lines
    .filter((line) => isActiveAt(line, date))
    .reduce((sum, line) => add(sum, decimal(line.arr)), decimal("0"));
