import { forecastSteps } from "@perennial/contract";
import { z } from "zod";
import { monthName, periodLabel } from "../../ui/format.ts";

const choice = <const Values extends readonly [string, ...string[]]>(values: Values, usual: Values[number]) =>
  z
    .enum(values)
    .default(usual as never)
    .catch(usual as never);
const text = z.string().max(200).optional().catch(undefined);

/** What the page shows; it stands in the URL. */
export const forecastState = z.object({
  period: z
    .string()
    .regex(/^\d{4}(-Q[1-4]|-\d{2})?$/)
    .optional()
    .catch(undefined),
  /** The scenario by which the forecast is shown. */
  scenario: z.uuid().optional().catch(undefined),
  /** A date, or how many days back the waterfall begins. */
  since: z
    .string()
    .regex(/^(\d{1,3}|\d{4}-\d{2}-\d{2})$/)
    .default("30")
    .catch("30"),
  /** The date at whose end the waterfall ends; now without one. */
  until: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .optional()
    .catch(undefined),
  /** The row of the table whose changes and course the charts show; the whole without one. */
  of: text,
  measure: choice(["forecast", "expected"], "forecast"),
  rollUp: choice(["single", "cumulative"], "single"),
  groupBy: z.string().max(100).default("hierarchy").catch("hierarchy"),
  contributorsBy: choice(["rootCause", "segment", "product", "indicator", "industry"], "rootCause"),
  timingBy: choice(["ownerId", "segment", "industry", "touchModel", "quarter"], "ownerId"),
  timingIn: choice(["arr", "count"], "arr"),
  /** Keys of levels that are folded, comma-separated. */
  folded: z.string().max(4000).default("").catch(""),
  /** The row whose renewals are open, and the part of them. */
  open: text,
  category: text,
  /** The renewals as they are edited, or what each adds to the number. */
  rows: choice(["edit", "sums"], "edit"),
  /** The bar of the waterfall whose renewals are open. */
  step: z
    .enum(["start", ...forecastSteps.map(({ value }) => value), "end"])
    .optional()
    .catch(undefined),
  /** The level whose ledger is open. */
  ledger: text,
  /** Whose closed renewals stand beside what was forecast of them: an owner's id, everybody or nobody. */
  closedOf: text,
});
type InUrl = z.output<typeof forecastState>;
/** With the day as of which the page reads, if it reads the past. */
export type ForecastState = InUrl & { asOf: string | undefined };
export type ChangeState = (patch: Partial<{ [Key in keyof InUrl]: InUrl[Key] | undefined }>) => void;

/** The fiscal quarter that a date lies in, by the name the API gives it: the year is that in which the fiscal year ends. */
export function quarterOf(date: Temporal.PlainDate, startMonth: number): string {
  const monthsIn = (date.month - startMonth + 12) % 12;
  const begins = date.with({ day: 1 }).subtract({ months: monthsIn });
  return `${begins.year + (startMonth === 1 ? 0 : 1)}-Q${Math.floor(monthsIn / 3) + 1}`;
}

/** The months of a quarter or a fiscal year: `Oct–Dec`, with years where they differ: `Nov 2026–Jan 2027`. */
export function periodMonths(period: string, startMonth: number): string | null {
  const [year = "", part] = period.split("-");
  if (part !== undefined && !part.startsWith("Q")) return null;
  const begins = Temporal.PlainYearMonth.from({
    year: Number(year) - (startMonth === 1 ? 0 : 1),
    month: startMonth,
  });
  const first = part === undefined ? begins : begins.add({ months: 3 * (Number(part.slice(1)) - 1) });
  const last = first.add({ months: part === undefined ? 11 : 2 });
  const short = ({ month }: Temporal.PlainYearMonth) => monthName(month).slice(0, 3);
  return first.year === last.year
    ? `${short(first)}–${short(last)}`
    : `${short(first)} ${first.year}–${short(last)} ${last.year}`;
}

/** The quarters from two back to four ahead, their years, and the months of the next half-year: what one switches to. */
export function periodChoices(today: Temporal.PlainDate, startMonth: number, chosen?: string) {
  const quarters = [-6, -3, 0, 3, 6, 9, 12].map((months) => quarterOf(today.add({ months }), startMonth));
  const years = [...new Set(quarters.slice(1).map((name) => name.slice(0, 4)))];
  const months = [0, 1, 2, 3, 4, 5].map((n) => today.add({ months: n }).toString().slice(0, 7));
  const all = [...quarters, ...years, ...months];
  if (chosen && !all.includes(chosen)) all.unshift(chosen);
  return all.map((value) => {
    const months = periodMonths(value, startMonth);
    return { value, label: `${sentence(periodLabel(value))}${months === null ? "" : `, ${months}`}` };
  });
}

const sentence = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
