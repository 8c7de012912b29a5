import type { RuleJson } from "@perennial/rules";
import { z } from "zod";
import { ruleInUrl } from "../../api/rule-in-url.ts";

/** What the Renewals page can be narrowed to; it stands in the URL. */
export const renewalsState = z.object({
  due: z.enum(["30", "60", "90", "180", "365", "overdue"]).default("180").catch("180"),
  owner: z.enum(["all", "me", "none"]).default("all").catch("all"),
  rating: z.string().max(40).optional().catch(undefined),
  only: z.enum(["all", "missing"]).default("all").catch("all"),
  group: z.enum(["none", "month", "quarter"]).default("quarter").catch("quarter"),
  layout: z.enum(["table", "board", "timeline"]).default("table").catch("table"),
  /** A rule from a chart that was drilled into; then it alone decides. */
  filter: ruleInUrl,
});
export type RenewalsState = z.output<typeof renewalsState>;

export const dueChoices = [
  { value: "30", label: "in the next 30 days" },
  { value: "60", label: "in the next 60 days" },
  { value: "90", label: "in the next 90 days" },
  { value: "180", label: "in the next 180 days" },
  { value: "365", label: "in the next 12 months" },
  { value: "overdue", label: "in the past, still open" },
] as const;

/** The rule behind a state of the page. */
export function renewalsRule(state: RenewalsState): RuleJson {
  if (state.filter) return state.filter;
  const conditions: RuleJson[] = [
    { subject: "outcome", op: "is-empty" },
    state.due === "overdue"
      ? { subject: "dueOn", op: "more-than-ago", value: { count: 0, unit: "days" } }
      : { subject: "dueOn", op: "in-the-next", value: { count: Number(state.due), unit: "days" } },
  ];
  if (state.owner === "me") conditions.push({ subject: "ownerId", op: "is-me" });
  if (state.owner === "none") conditions.push({ subject: "ownerId", op: "is-empty" });
  if (state.rating) conditions.push({ subject: "rating", op: "is", value: state.rating });
  if (state.only === "missing") conditions.push({ subject: "forecastArr", op: "is-empty" });
  return { all: conditions };
}

/** The head of the group a due date falls in. */
export function periodOf(date: string, by: "month" | "quarter"): string {
  const due = Temporal.PlainDate.from(date);
  if (by === "quarter") return `Q${Math.ceil(due.month / 3)} ${due.year}`;
  return due.toPlainYearMonth().toLocaleString("en", { month: "long", year: "numeric", calendar: "iso8601" });
}
