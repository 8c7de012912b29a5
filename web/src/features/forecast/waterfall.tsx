import { forecastSteps, getForecastChanges } from "@perennial/contract";
import { useCall } from "../../api/query.ts";
import { Chart } from "../../ui/chart/chart.tsx";
import { formatDate, formatMoneyShort } from "../../ui/format.ts";
import { forecastLive, type Shown, sinceDate } from "./forecast-shown.ts";
import { StepRows } from "./step-rows.tsx";

const labelOf = (kind: string) => forecastSteps.find(({ value }) => value === kind)?.label ?? kind;

const explained = "Of renewals, before adjustments · each bar opens its renewals";

/** What moved the forecast since a day: from level to level, to the cent; each bar opens its renewals. */
export function Waterfall({ state, change, currency }: Shown) {
  const since = sinceDate(state);
  const query = {
    period: state.period,
    from: since,
    measure: state.measure,
    ...(state.asOf ? { to: state.asOf } : {}),
  };
  const { data } = useCall(getForecastChanges, { query }, forecastLive);
  const steps = data?.steps ?? [];
  const baseline = baselineOf(data);
  const end = state.asOf ? formatDate(state.asOf) : "Now";
  return (
    <>
      <Chart
        title={`What changed since ${formatDate(since)}?`}
        subtitle={
          baseline > 0 ? `${explained} · bars begin at ${formatMoneyShort(baseline, currency)}` : explained
        }
        kind="waterfall"
        unit={{ currency }}
        categories={data ? [formatDate(since), ...steps.map(({ kind }) => labelOf(kind)), end] : []}
        series={[
          {
            name: "Forecast",
            values: data ? [data.startArr, ...steps.map(({ arr }) => arr), data.endArr] : [],
          },
        ]}
        baseline={baseline}
        onDrill={(mark) => {
          const step = steps[mark.categoryAt - 1];
          if (step) change({ step: step.kind });
        }}
        empty="Nothing was forecast for this period then, nor is now."
      />
      {state.step && (
        <StepRows
          title={labelOf(state.step)}
          query={{ ...query, rows: state.step as never }}
          currency={currency}
          onClose={() => change({ step: undefined })}
        />
      )}
    </>
  );
}

/** Where bars may begin so that changes can be seen: below all levels reached, when these are far above the changes. */
function baselineOf(
  data: { startArr: string; endArr: string; steps: { arr: string }[] } | undefined,
): number {
  if (!data) return 0;
  let reached = Number(data.startArr);
  const levels = [reached, Number(data.endArr), ...data.steps.map(({ arr }) => (reached += Number(arr)))];
  const [lowest, highest] = [Math.min(...levels), Math.max(...levels)];
  if (lowest <= 0 || highest - lowest > lowest / 2) return 0;
  const size = 10 ** Math.floor(Math.log10(highest - lowest || lowest));
  return Math.max(0, Math.floor((lowest - (highest - lowest)) / size) * size);
}
