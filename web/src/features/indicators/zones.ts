import type { IndicatorDefinition } from "@perennial/contract";

type Zones = IndicatorDefinition["zones"];

/** The zones with another value for one segment, in their order; undefined takes its zone away, null is never raised. */
export function zonesWith(zones: Zones, segment: string, value: number | null | undefined): Zones {
  if (value === undefined) return zones.filter((zone) => zone.segment !== segment);
  const isThere = zones.some((zone) => zone.segment === segment);
  if (!isThere) return [...zones, { segment, value }];
  return zones.map((zone) => (zone.segment === segment ? { segment, value } : zone));
}
