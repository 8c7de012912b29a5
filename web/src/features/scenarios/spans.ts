import { z } from "zod";

/** The spans a what-if can be about, by the word in the URL. */
export const spanChoices = [
  { value: "this-quarter", label: "Due this quarter" },
  { value: "next-quarter", label: "Due next quarter" },
  { value: "180", label: "Due in the next 180 days" },
  { value: "365", label: "Due in the next 12 months" },
] as const;
export type SpanName = (typeof spanChoices)[number]["value"] | `${string}..${string}`;

/** What the URL says of a span: a word, or two dates, as `2027-01-01..2027-03-31`. */
export const spanName = z.union([
  z.enum(["this-quarter", "next-quarter", "180", "365"]),
  z.templateLiteral([z.iso.date(), "..", z.iso.date()]),
]);

/** The first and last day of a span. @param yearStartsIn the first month of the fiscal year, to which quarters are counted */
export function spanOf(
  name: SpanName,
  today: Temporal.PlainDate,
  yearStartsIn = 1,
): { from: string; to: string } {
  const [from, to] = name.split("..");
  if (from && to) return { from, to };
  if (name === "180" || name === "365") {
    return { from: today.toString(), to: today.add({ days: Number(name) }).toString() };
  }
  const monthsIn = ((today.month - yearStartsIn + 12) % 12) % 3;
  const first = today.with({ day: 1 }).subtract({ months: monthsIn });
  const begins = name === "this-quarter" ? first : first.add({ months: 3 });
  return { from: begins.toString(), to: begins.add({ months: 3 }).subtract({ days: 1 }).toString() };
}
