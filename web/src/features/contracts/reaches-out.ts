import type { Contract } from "@perennial/contract";
import { formatDate } from "../../ui/format.ts";

/** What follows for a line that has days which its contract does not cover; null when all of it is inside. */
export function reachesOut(
  contract: Pick<Contract, "startsOn" | "expiresOn" | "isImplied">,
  startsOn: string,
  endsOn: string,
): string | null {
  const { startsOn: first, expiresOn: last } = contract;
  const isBefore = first !== null && startsOn !== "" && startsOn < first;
  const isAfter = last !== null && endsOn !== "" && endsOn > last;
  if (contract.isImplied || !(isBefore || isAfter)) return null;
  const span = `${first === null ? "" : `from ${formatDate(first)}`}${last === null ? "" : ` through ${formatDate(last)}`}`;
  return `The contract runs ${span.trim()}. The line counts by its own dates, and Data quality lists it.`;
}
