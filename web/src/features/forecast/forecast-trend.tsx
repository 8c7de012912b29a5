import { getForecastTrend } from "@perennial/contract";
import { useCall } from "../../api/query.ts";
import { Chart } from "../../ui/chart/chart.tsx";
import type { ChartColour } from "../../ui/chart/model.ts";
import { formatDate, periodLabel } from "../../ui/format.ts";
import { chartScope, forecastLive, type Shown } from "./forecast-shown.ts";

const colours: readonly ChartColour[] = [1, 2, 5];

/** How the forecast went week by week, beside earlier periods at the same point. */
export function ForecastTrend({ state, currency }: Shown) {
  const { data } = useCall(
    getForecastTrend,
    { query: { period: state.period, measure: state.measure, ...chartScope(state) } },
    forecastLive,
  );
  const begins = data ? Temporal.PlainDate.from(data.from) : null;
  return (
    <Chart
      title="Is it going better than before?"
      subtitle={`Forecast by week, against earlier periods at the same point${begins ? ` · dates of ${periodLabel(state.period)}` : ""}`}
      kind="line"
      unit={{ currency }}
      categories={begins ? (data?.days ?? []).map((days) => formatDate(begins.add({ days }))) : []}
      series={(data?.series ?? []).map(({ period, values }, at) => ({
        name: periodLabel(period),
        colour: colours[at] ?? 5,
        values,
      }))}
      empty="Nothing is known of this period and of those before it yet."
    />
  );
}
