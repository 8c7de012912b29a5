/**
 * The account of a file's physical lines. Each is accepted or rejected, never both, never neither: `accepted + rejected = total`.
 * Header, empty lines and the `sep=` directive are among the accepted.
 */
export type LineTally = { total: number; accepted: number; rejected: number; empty: number };

export const noLines: LineTally = { total: 0, accepted: 0, rejected: 0, empty: 0 };

/** Adds an outcome's lines to the account. */
export function tallyLines(
  tally: LineTally,
  { lines, isAccepted, isEmpty = false }: { lines: number; isAccepted: boolean; isEmpty?: boolean },
): LineTally {
  return {
    total: tally.total + lines,
    accepted: tally.accepted + (isAccepted ? lines : 0),
    rejected: tally.rejected + (isAccepted ? 0 : lines),
    empty: tally.empty + (isEmpty ? lines : 0),
  };
}
