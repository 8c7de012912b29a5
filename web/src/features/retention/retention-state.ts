import { retentionFamilies } from "@perennial/contract";
import { z } from "zod";
import { today } from "../../ui/clock.ts";

const choice = <const Values extends readonly [string, ...string[]]>(values: Values, usual: Values[number]) =>
  z
    .enum(values)
    .default(usual as never)
    .catch(usual as never);

/** What the page shows; it stands in the URL. */
export const retentionState = z.object({
  tab: choice(["retention", "bridge", "cohorts", "reconcile", "calculator"], "retention"),
  span: choice(["3", "6", "12", "24", "36", "ytd"], "12"),
  interval: choice(["month", "quarter", "year"], "month"),
  rates: choice(["constant", "date"], "constant"),
  reactivations: choice(["included", "excluded"], "included"),
  cap: choice(["account", "line"], "account"),
  groupBy: z.string().max(100).optional().catch(undefined),
  by: choice(["month", "quarter", "year"], "quarter"),
  /** The family whose rows are open. */
  rows: z.enum(retentionFamilies).optional().catch(undefined),
  measure: choice(["nrr", "grr", "logoRetention"], "nrr"),
  /** The interval of the bridge whose rows are open, by its first day, and the kind of movement. */
  open: z.string().max(10).optional().catch(undefined),
  kind: z.string().max(20).optional().catch(undefined),
});
export type RetentionState = z.output<typeof retentionState>;
export type ChangeState = (
  patch: Partial<{ [Key in keyof RetentionState]: RetentionState[Key] | undefined }>,
) => void;

export const spanChoices = [
  { value: "3", label: "Last 3 months" },
  { value: "6", label: "Last 6 months" },
  { value: "12", label: "Last 12 months" },
  { value: "24", label: "Last 24 months" },
  { value: "36", label: "Last 36 months" },
  { value: "ytd", label: "This calendar year" },
] as const;

/** The dates of a span that ends today. */
export function datesOf(span: RetentionState["span"], on = today()): { from: string; to: string } {
  const from =
    span === "ytd"
      ? on.with({ month: 1, day: 1 }).subtract({ days: 1 })
      : on.subtract({ months: Number(span) });
  return { from: from.toString(), to: on.toString() };
}

export const measureLabels = { nrr: "NRR", grr: "GRR", logoRetention: "Logo retention" } as const;
