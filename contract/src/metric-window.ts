import { z } from "zod";

/** The days that a metric looks back over, up to and with today. */
export const metricWindow = z
  .discriminatedUnion("kind", [
    z
      .object({
        kind: z.literal("last"),
        count: z.number().int().min(1).max(730),
        unit: z.enum(["days", "weeks", "months"]),
      })
      .refine(({ count, unit }) => count * { days: 1, weeks: 7, months: 30 }[unit] <= 730, {
        path: ["count"],
        error: "Two years at most; take “all time” for more.",
      }),
    z
      .object({ kind: z.literal("to-date"), period: z.enum(["week", "month", "quarter", "year"]) })
      .describe("Since the period began; quarters and years are fiscal ones"),
    z.object({ kind: z.literal("all") }).describe("All time; there is no window before it"),
  ])
  .describe("The window before is as long, and ends where this one begins");
export type MetricWindow = z.infer<typeof metricWindow>;

/** `last 30 days`, `month to date`, `all time`. */
export function describeWindow(window: MetricWindow): string {
  if (window.kind === "all") return "all time";
  if (window.kind === "to-date") return `${window.period} to date`;
  const { count, unit } = window;
  return count === 1 ? `last ${unit.slice(0, -1)}` : `last ${count} ${unit}`;
}
