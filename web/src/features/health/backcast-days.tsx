import { getHealthBackcastDays, type HealthBackcast, type HealthScore } from "@perennial/contract";
import { useCall } from "../../api/query.ts";
import { Chart } from "../../ui/chart/chart.tsx";
import { formatDate } from "../../ui/format.ts";
import { ErrorState } from "../../ui/states.tsx";

const colourOf = { bad: 4, warn: 3, good: 1, accent: 2, neutral: 5 } as const;

/** How the accounts would have stood, day by day. */
export function BackcastDays({ cast, score }: { cast: HealthBackcast; score: HealthScore }) {
  const days = useCall(getHealthBackcastDays, { params: { id: cast.id } }, { live: ["health-backcast"] });
  if (days.error) return <ErrorState error={days.error} onRetry={() => days.refetch()} />;
  const items = days.data?.items ?? [];
  if (items.length === 0) return null;
  const countOf = (day: (typeof items)[number], label: string | null) =>
    String(day.labels.find((each) => each.label === label)?.accounts ?? 0);
  return (
    <Chart
      title="How the accounts would have stood"
      subtitle="Accounts by label, on each day that was looked at"
      kind="stacked-bar"
      unit={{ noun: "account" }}
      categories={items.map((day) => formatDate(day.on))}
      series={[
        ...score.model.labels.map((label) => ({
          name: label.label,
          colour: colourOf[label.tone],
          values: items.map((day) => countOf(day, label.value)),
        })),
        { name: "Withheld", colour: 5 as const, values: items.map((day) => countOf(day, null)) },
      ]}
    />
  );
}
