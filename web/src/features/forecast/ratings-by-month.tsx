import { getForecast } from "@perennial/contract";
import { useCall } from "../../api/query.ts";
import { Chart } from "../../ui/chart/chart.tsx";
import type { ChartColour } from "../../ui/chart/model.ts";
import { monthName } from "../../ui/month-name.ts";
import { forecastLive, type Shown } from "./forecast-shown.ts";

const colours: readonly ChartColour[] = [1, 2, 3, 4];

/** What is due each month of the period, by rating; a bar opens its renewals. */
export function RatingsByMonth({ state, change, currency }: Shown) {
  const { data } = useCall(getForecast, { query: { period: state.period, groupBy: "month" } }, forecastLive);
  const months = (data?.rows ?? [])
    .filter((row) => row.level === "group")
    .sort((a, b) => (a.group ?? "").localeCompare(b.group ?? ""));
  const ratings = data?.ratings.slice(0, 4) ?? [];
  return (
    <Chart
      title="Renewals due by forecast"
      subtitle="ARR due per month, by rating; what is closed is left out"
      kind="stacked-bar"
      unit={{ currency }}
      categories={months.map((row) => monthLabel(row.group ?? ""))}
      series={[
        ...ratings.map((rating, at) => ({
          name: rating.label,
          colour: colours[at] ?? 5,
          values: months.map((row) => row.byRating[rating.slug]?.arr ?? null),
        })),
        { name: "No rating yet", colour: 5 as const, values: months.map((row) => row.unrated.arr) },
      ]}
      onDrill={(mark) => {
        const rating = ratings[mark.seriesAt]?.slug ?? "unrated";
        change({ period: months[mark.categoryAt]?.group ?? state.period, open: "company", category: rating });
      }}
      empty="Nothing falls due in this period, or all of it is closed."
    />
  );
}

const monthLabel = (month: string) => monthName(Number(month.slice(5))).slice(0, 3);
