import type { getForecast, Renewal } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import type { ComponentType, ReactNode } from "react";
import type { CallResult } from "../../api/client.ts";
import { today } from "../../ui/clock.ts";
import type { ChangeState, ForecastState } from "./forecast-state.ts";

export type Forecast = CallResult<typeof getForecast>;
/** The table of renewals that other features bring: edited in place. */
export type RenewalsSlot = ComponentType<{
  filter: RuleJson;
  height?: number;
  selectionActions?: (selected: readonly Renewal[]) => ReactNode;
}>;
/** What every part of the page is given: the state of the URL with the period filled in. */
export type Shown = { state: ForecastState & { period: string }; change: ChangeState; currency: string };

/** What a forecast hangs on beside itself: any of these changes makes it old. */
export const forecastLive = {
  live: ["renewal", "account", "teammate", "exchange-rate", "forecast-ratings"],
  keepPrevious: true,
} as const;

/** The date at whose end the waterfall begins. */
export function sinceDate({ since }: ForecastState): string {
  if (/^\d{4}-/.test(since)) return since;
  return today()
    .subtract({ days: Number(since) || 30 })
    .toString();
}

/** The key of a row of the table that is a group, before its value. */
const groupPrefix = "group:";

/** What the charts are narrowed to: a row of the table, as the API asks for it; nothing for the whole. */
export function chartScope({ of, groupBy }: Pick<ForecastState, "of" | "groupBy">) {
  if (of === undefined || of === "company") return {};
  if (groupBy === "hierarchy") return { level: of };
  const group = of.slice(groupPrefix.length);
  return { groupBy, ...(group === "" ? {} : { group }) };
}
