import { getForecast } from "@perennial/contract";
import { useCall } from "../../api/query.ts";
import { Chart } from "../../ui/chart/chart.tsx";
import type { ChartColour } from "../../ui/chart/model.ts";
import { monthName } from "../../ui/format.ts";
import { sumDecimals } from "../../ui/grid/decimal.ts";
import { forecastLive, type Shown } from "./forecast-shown.ts";

const colours: readonly ChartColour[] = [1, 2, 3, 4, 6];

/** What is due each month of the period, by rating; a bar opens its renewals. */
export function RatingsByMonth({ state, change, currency }: Shown) {
  const { data } = useCall(getForecast, { query: { period: state.period, groupBy: "month" } }, forecastLive);
  const months = (data?.rows ?? [])
    .filter((row) => row.level === "group")
    .sort((a, b) => (a.group ?? "").localeCompare(b.group ?? ""));
  // Of six colours one is for those without a rating: where a company has more ratings, the last ones stand together.
  const all = data?.ratings ?? [];
  const ratings = all.slice(0, all.length > 5 ? 4 : 5);
  const others = all.slice(ratings.length);
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
        ...(others.length > 0
          ? [
              {
                name: others.map(({ label }) => label).join(", "),
                colour: 6 as const,
                values: months.map((row) =>
                  sumDecimals(others.map(({ slug }) => row.byRating[slug]?.arr ?? "0")),
                ),
              },
            ]
          : []),
        { name: "No rating yet", colour: 5 as const, values: months.map((row) => row.unrated.arr) },
      ]}
      onDrill={(mark) => {
        const isOthers = others.length > 0 && mark.seriesAt === ratings.length;
        const rating = isOthers ? undefined : (ratings[mark.seriesAt]?.slug ?? "unrated");
        change({ period: months[mark.categoryAt]?.group ?? state.period, open: "company", category: rating });
      }}
      empty="Nothing falls due in this period, or all of it is closed."
    />
  );
}

const monthLabel = (month: string) => monthName(Number(month.slice(5))).slice(0, 3);
