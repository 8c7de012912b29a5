import { forecastSteps, getForecastChanges } from "@perennial/contract";
import { useCall } from "../../api/query.ts";
import { Chart } from "../../ui/chart/chart.tsx";
import { formatDate, formatMoneyShort } from "../../ui/format.ts";
import { chartScope, forecastLive, type Shown, sinceDate } from "./forecast-shown.ts";
import { StepRows } from "./step-rows.tsx";

const labelOf = (kind: string) => forecastSteps.find(({ value }) => value === kind)?.label ?? kind;
/** The two levels between which the steps lie, as bars that open what they are made of. */
const [first, last] = ["start", "end"] as const;

const explained = "Of renewals, before adjustments · each bar opens its renewals";

/** What moved the forecast since a day: from level to level, to the cent; each bar opens its renewals. */
export function Waterfall({ state, change, currency }: Shown) {
  const since = sinceDate(state);
  const until = state.until ?? state.asOf;
  const query = {
    period: state.period,
    from: since,
    measure: state.measure,
    ...(until ? { to: until } : {}),
    ...chartScope(state),
  };
  const { data } = useCall(getForecastChanges, { query }, forecastLive);
  const steps = data?.steps ?? [];
  const baseline = baselineOf(data);
  const end = until ? formatDate(until) : "Now";
  const bars = [first, ...steps.map(({ kind }) => kind), last];
  const nameOf = (bar: string) => (bar === first ? formatDate(since) : bar === last ? end : labelOf(bar));
  return (
    <>
      <Chart
        title={
          state.until
            ? `What changed from ${formatDate(since)} to ${formatDate(state.until)}?`
            : `What changed since ${formatDate(since)}?`
        }
        subtitle={
          baseline > 0 ? `${explained} · bars begin at ${formatMoneyShort(baseline, currency)}` : explained
        }
        kind="waterfall"
        unit={{ currency }}
        categories={data ? bars.map(nameOf) : []}
        series={[
          {
            name: "Forecast",
            values: data ? [data.startArr, ...steps.map(({ arr }) => arr), data.endArr] : [],
          },
        ]}
        baseline={baseline}
        onDrill={(mark) => {
          const step = bars[mark.categoryAt];
          if (step) change({ step });
        }}
        empty="Nothing was forecast for this period then, nor is now."
      />
      {state.step && (
        <StepRows
          title={nameOf(state.step)}
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
