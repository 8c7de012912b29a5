import type { IndicatorDefinition } from "@perennial/contract";

type Definition = Pick<IndicatorDefinition, "threshold" | "zones">;
type Zones = IndicatorDefinition["zones"];

/** The column of thresholds that hold where no zone does. */
export const usual = "usual";

/** What a cell of the matrix says: a number, `off` where it is never raised, null where the usual holds. */
export function cellOf({ threshold, zones }: Definition, columnId: string): string | null {
  if (columnId === usual) return threshold ? String(threshold.value) : "rule";
  const zone = zones.find(({ segment }) => segment === columnId);
  return zone ? (zone.value === null ? "off" : String(zone.value)) : null;
}

/**
 * The definition with what was written into one cell.
 * @param segments the columns from left to right: the first that holds an account decides, so zones stand in their order
 */
export function withCell(
  definition: Definition,
  columnId: string,
  text: string,
  segments: readonly string[],
): Definition | { error: string } {
  const { threshold, zones } = definition;
  const value = Number(text);
  const isNumber = text !== "" && Number.isFinite(value);
  if (columnId === usual) {
    if (!threshold) return { error: "It has a rule and no number: change the rule on its page" };
    return isNumber ? { zones, threshold: { ...threshold, value } } : { error: "Give a number" };
  }
  if (!threshold && text !== "" && text !== "off") return { error: "It has no number: give off, or nothing" };
  if (text !== "" && text !== "off" && !isNumber) return { error: "Give a number, off, or nothing" };
  const others = zones.filter(({ segment }) => segment !== columnId);
  const own: Zones = text === "" ? [] : [{ segment: columnId, value: text === "off" ? null : value }];
  return { threshold, zones: inOrder([...others, ...own], segments) };
}

function inOrder(zones: Zones, segments: readonly string[]): Zones {
  return zones.toSorted((a, b) => segments.indexOf(a.segment) - segments.indexOf(b.segment));
}

/**
 * The definitions that decide otherwise by another order of the columns, each with its zones in that order.
 * @param segments the columns from left to right
 */
export function followingColumns<D extends Definition>(
  definitions: readonly D[],
  segments: readonly string[],
): { definition: D; zones: Zones }[] {
  return definitions
    .filter((definition) => isOutOfOrder(definition, segments))
    .map((definition) => ({ definition, zones: inOrder(definition.zones, segments) }));
}

/** Whether a definition's zones stand in another order than the columns, so that reading from the left would mislead. */
export function isOutOfOrder({ zones }: Definition, segments: readonly string[]): boolean {
  return inOrder(zones, segments).some((zone, at) => zone.segment !== zones[at]?.segment);
}
