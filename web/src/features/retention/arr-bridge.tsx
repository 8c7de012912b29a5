import { getArrMovements } from "@perennial/contract";
import { useMe } from "../../api/me.ts";
import { useCall } from "../../api/query.ts";
import { Chart } from "../../ui/chart/chart.tsx";
import { formatDate } from "../../ui/format.ts";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { sumDecimals } from "../../ui/grid/decimal.ts";
import { DownloadMenu } from "../../ui/grid/download-menu.tsx";
import { Select } from "../../ui/select.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { StatStrip } from "../../ui/stat-strip.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { Delta, Money } from "../../ui/values.tsx";
import { MovementRows } from "./movement-rows.tsx";
import { type Interval, type MovementKey, movementKeys, movementTitles } from "./movement-words.ts";
import { RatesChoice, SpanChoice } from "./policy-choices.tsx";
import { type ChangeState, datesOf, type RetentionState } from "./retention-state.ts";

/** How ARR went from the start of the span to its end: start + all movements = end, to the cent; each opens its rows. */
export function ArrBridge({ state, change }: { state: RetentionState; change: ChangeState }) {
  const currency = useMe().data?.company.currency ?? "USD";
  const span = datesOf(state.span);
  const { data, error, refetch } = useCall(
    getArrMovements,
    { query: { ...span, interval: state.interval, rates: state.rates, causes: "true" } },
    { live: ["subscription", "contract", "account", "exchange-rate"], keepPrevious: true },
  );
  if (error) return <ErrorState error={error} onRetry={() => refetch()} />;
  if (!data) return <Skeleton lines={8} />;
  const whole = wholeOf(data.intervals);
  // At constant rates the rates move nothing.
  const shownKeys = movementKeys.filter((key) => key !== "currencyArr" || state.rates === "date");
  const open = (from: string | undefined, kind: MovementKey | undefined) =>
    change({ open: from ?? "all", kind });
  const opened =
    state.open === "all"
      ? { from: data.from, to: data.to }
      : data.intervals.find(({ from }) => from === state.open);
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <SpanChoice state={state} change={change} />
        <Select
          aria-label="Interval"
          options={[
            { value: "month", label: "By month" },
            { value: "quarter", label: "By quarter" },
            { value: "year", label: "By year" },
          ]}
          value={state.interval}
          onValueChange={(interval) => change({ interval, open: undefined })}
        />
        <RatesChoice state={state} change={change} />
      </div>
      <StatStrip
        stats={[
          {
            label: `ARR on ${formatDate(data.from)}`,
            value: <Money amount={whole.startArr} currency={currency} />,
          },
          ...shownKeys.map((key) => ({
            label: movementTitles[key],
            value: <Delta value={whole[key]} currency={currency} />,
            onClick: () => open(undefined, key),
          })),
          {
            label: `ARR on ${formatDate(data.to)}`,
            value: <Money amount={whole.endArr} currency={currency} />,
          },
        ]}
      />
      <Chart
        title="What moved ARR?"
        subtitle={`${formatDate(data.from)} to ${formatDate(data.to)}. Click a step for its rows.`}
        kind="waterfall"
        unit={{ currency }}
        categories={["Start", ...shownKeys.map((key) => movementTitles[key]), "End"]}
        series={[
          { name: "ARR", values: [whole.startArr, ...shownKeys.map((key) => whole[key]), whole.endArr] },
        ]}
        onDrill={(mark) => {
          const key = shownKeys[mark.categoryAt - 1];
          if (key) open(undefined, key);
        }}
        empty="There is no ARR in this span. Import contracts, subscriptions or accounts with ARR."
      />
      <div className="mt-1.5">
        <div className="mb-1 flex justify-end">
          <DownloadMenu
            name={`Movements of ARR ${span.from} to ${span.to}`}
            columns={columnsOf(currency, shownKeys)}
            rows={data.intervals}
          />
        </div>
        <DataGrid<Interval>
          label="Movements by interval"
          height="content"
          columns={columnsOf(currency, shownKeys)}
          rows={data.intervals}
          rowId={({ from }) => from}
          onOpen={({ from }) => open(from, undefined)}
          empty={<EmptyState title="Nothing moved in this span" />}
        />
      </div>
      {data.unconverted.length > 0 && (
        <p className="mt-2 text-s text-warn">
          Not in these figures for want of an exchange rate:{" "}
          {data.unconverted.map((one) => `${one.currency} ${one.arr}`).join(", ")}.
        </p>
      )}
      {opened && (
        <MovementRows
          span={opened}
          bridge={{ ...span, interval: state.interval }}
          rates={state.rates}
          kind={state.kind as MovementKey | undefined}
          onKind={(kind) => change({ kind })}
          onClose={() => change({ open: undefined, kind: undefined })}
        />
      )}
    </>
  );
}

/** All intervals as one: the first start, the last end, and the sums between, exactly. */
function wholeOf(intervals: readonly Interval[]): Interval {
  const [first, last] = [intervals[0], intervals.at(-1)];
  const sums = Object.fromEntries(
    movementKeys.map((key) => [key, sumDecimals(intervals.map((interval) => interval[key]))]),
  ) as Record<MovementKey, string>;
  return {
    from: first?.from ?? "",
    to: last?.to ?? "",
    startArr: first?.startArr ?? "0",
    endArr: last?.endArr ?? "0",
    ...sums,
  };
}

function columnsOf(currency: string, keys: readonly MovementKey[]): GridColumn<Interval>[] {
  const money = { type: "money", currency, width: 110 } as const;
  return [
    { id: "to", type: "date", title: "Up to and on", width: 120 },
    { ...money, id: "startArr", title: "Start" },
    ...keys.map(
      (key): GridColumn<Interval> => ({
        ...money,
        id: key,
        title: movementTitles[key],
        signed: true,
        footer: "sum",
      }),
    ),
    { ...money, id: "endArr", title: "End" },
    ...(["quantityArr", "priceArr", "addedArr", "endedArr"] as const).map(
      (cause): GridColumn<Interval> => ({
        ...money,
        id: cause,
        title: causeTitles[cause],
        hint: "Part of expansion and contraction together",
        signed: true,
        value: (interval) => interval.causes?.[cause] ?? null,
        footer: "sum",
      }),
    ),
  ];
}

const causeTitles = {
  quantityArr: "of quantity",
  priceArr: "of price",
  addedArr: "lines added",
  endedArr: "lines ended",
};
