import type { HealthTrend } from "@perennial/contract";

type Change = Pick<HealthTrend["items"][number], "at" | "value" | "previous">;

/**
 * A score at the end of each day of a span, from its changes within it, oldest first.
 * @param standing what it is at the span's end, for where nothing changed
 */
export function scoreByDay(
  { from, to, timeZone }: { from: Temporal.PlainDate; to: Temporal.PlainDate; timeZone: string },
  changes: readonly Change[],
  standing: number | null,
): { on: string; value: number | null }[] {
  const days: { on: string; value: number | null }[] = [];
  const dayOf = (at: string) =>
    Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toPlainDate().toString();
  const dated = changes.map((change) => ({ ...change, on: dayOf(change.at) }));
  let value = dated[0] ? dated[0].previous : standing;
  let next = 0;
  for (let day = from; Temporal.PlainDate.compare(day, to) <= 0; day = day.add({ days: 1 })) {
    const on = day.toString();
    for (let change = dated[next]; change !== undefined && change.on <= on; change = dated[next]) {
      value = change.value;
      next += 1;
    }
    days.push({ on, value });
  }
  return days;
}
