import type { Metric } from "@perennial/contract";

export type EventValuesSource = Extract<Metric["source"], { kind: "event-values" }>;

/** Whether the metric counts, so that its values are whole numbers. */
export function isWholeEventValue({ aggregate, perSeat }: EventValuesSource): boolean {
  return !perSeat && ["count", "contacts", "days"].includes(aggregate);
}
