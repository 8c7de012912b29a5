import { type Metric, type MetricRole, metricRoles } from "@perennial/contract";
import type { DerivedColumn, DerivedField } from "../engine/index.ts";
import { metricColumn } from "./metric-column.ts";
import { kindOf } from "./sources/source-kinds.ts";

/** The four columns of a metric, in `account_derived` or `contact_derived`. */
export const metricParts = [
  { part: "", suffix: "", label: "" },
  { part: ".previous", suffix: "_prev", label: ", window before" },
  { part: ".change", suffix: "_change", label: ", change" },
  { part: ".changePct", suffix: "_change_pct", label: ", change %" },
] as const;

/** Counts are whole numbers; everything else keeps its fraction. */
function isWhole(metric: Pick<Metric, "object" | "source" | "per">): boolean {
  return metric.per === null && kindOf(metric).isWhole(metric.source);
}

/** The columns that the definition of a metric adds. */
export function columnsToAdd(
  metric: Pick<Metric, "object" | "slug" | "source" | "per">,
): { name: string; type: string }[] {
  const type = isWhole(metric) ? "bigint" : "numeric";
  return metricParts.map(({ suffix }) => ({
    name: `${metricColumn(metric.slug)}${suffix}`,
    type: suffix === "_change_pct" ? "numeric" : type,
  }));
}

/** How the metric that holds a role is named, whatever it is: `role:usage`, `role:usage.changePct`. */
export function slugsOfRole(role: MetricRole): string[] {
  return metricParts.map(({ part }) => `role:${role}${part}`);
}

/** The columns as the engine keeps them and rules ask about them: `metric:slug`, `metric:slug.previous` … */
export function derivedColumns(metric: Metric): DerivedColumn[] {
  return metricParts.map(({ part, suffix, label }) => ({
    name: `${metricColumn(metric.slug)}${suffix}`,
    field: {
      slug: `metric:${metric.slug}${part}`,
      label: `${metric.name}${label}`,
      group: "Metrics",
      type: "number",
      description: metric.description,
    },
    isDated: true,
    ...(metric.role ? { aliases: [aliasOf(metric, metric.role, part, label)] } : {}),
  }));
}

function aliasOf({ name }: Metric, role: MetricRole, part: string, label: string): DerivedField {
  const known = metricRoles.find(({ value }) => value === role);
  return {
    slug: `role:${role}${part}`,
    label: `${known?.label ?? role}${label}`,
    group: "Metrics by role",
    type: "number",
    description: `The metric that holds the role: ${name}`,
  };
}
