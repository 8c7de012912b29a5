import { type ForecastRow, listForecastRenewals, type Renewal } from "@perennial/contract";
import { Link } from "@tanstack/react-router";
import { X } from "lucide-react";
import { useMemo } from "react";
import type { CallResult } from "../../api/client.ts";
import { useCall } from "../../api/query.ts";
import { IconButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Chip } from "../../ui/chip.tsx";
import { formatDate } from "../../ui/format.ts";
import type { GridColumn } from "../../ui/grid/column.ts";
import { DataGrid } from "../../ui/grid/data-grid.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { type DrillSpan, drillRule } from "./drill-rule.ts";
import type { Forecast, RenewalsSlot, Shown } from "./forecast-shown.ts";
import { useForecastWords, type Words } from "./use-forecast-words.ts";

/** The renewals behind a number: edited in place as they are now, or read as they stood. */
export function ForecastRows({
  state,
  change,
  currency,
  forecast,
  Renewals,
}: Shown & { forecast: Forecast; Renewals: RenewalsSlot }) {
  const { from, to, rows, otherRatings } = forecast;
  const leftOut = otherRatings.filter(({ isForecast }) => !isForecast);
  const row = rows.find(({ key }) => key === state.open);
  const isNow = state.asOf === undefined && forecast.scenario === null;
  const isRead = !isNow || state.rows === "sums";
  const rule = useMemo(
    () => drillRule({ from, to, rows, otherRatings }, row, state.category, state.groupBy),
    [from, to, rows, otherRatings, row, state.category, state.groupBy],
  );
  const parts = [
    { value: undefined, label: "All" },
    { value: "closed-won", label: "Closed won" },
    ...forecast.ratings.map(({ slug, label }) => ({ value: slug, label })),
    { value: "unrated", label: "No rating" },
    { value: "missing", label: "Without a forecast" },
    { value: "closed-lost", label: "Lost" },
    ...(leftOut.length > 0
      ? [{ value: "omitted", label: leftOut.map(({ label }) => label).join(", ") }]
      : []),
  ];
  return (
    <div className="mb-3.5">
      <Card
        title={`Renewals of ${row?.label ?? "the company"}`}
        subtitle={
          state.asOf
            ? `As they stood on ${formatDate(state.asOf)}`
            : forecast.scenario
              ? `As “${forecast.scenario.name}” supposes`
              : isRead
                ? `What each adds to the number, in ${currency}`
                : "Edit here: the forecast follows at once"
        }
        actions={
          <>
            {isNow && (
              <fieldset className="flex gap-1.5">
                <legend className="sr-only">How the renewals are shown</legend>
                <Chip pressed={!isRead} onClick={() => change({ rows: "edit" })}>
                  Edit
                </Chip>
                <Chip pressed={isRead} onClick={() => change({ rows: "sums" })}>
                  How it adds up
                </Chip>
              </fieldset>
            )}
            <IconButton
              icon={X}
              label="Close the renewals"
              onClick={() => change({ open: undefined, category: undefined, rows: undefined })}
            />
          </>
        }
      >
        <fieldset className="mb-2 flex flex-wrap gap-1.5">
          <legend className="sr-only">Part of the forecast</legend>
          {parts.map(({ value, label }) => (
            <Chip key={label} pressed={state.category === value} onClick={() => change({ category: value })}>
              {label}
            </Chip>
          ))}
        </fieldset>
        {rule === null && !isRead && (
          <EmptyState isOfAnyDay title="This group has no list of its own">
            Group the table by team, rating, month or a field of accounts to open its renewals.
          </EmptyState>
        )}
        {rule !== null && !isRead && (
          <Renewals
            filter={rule}
            height={360}
            selectionActions={(selected) => <WhatIfLink span={{ from, to }} renewals={selected} />}
          />
        )}
        {isRead && <RowsAsOf state={state} currency={currency} row={row} />}
      </Card>
    </div>
  );
}

/** From renewals that are chosen to a what-if about them. */
function WhatIfLink({ span, renewals }: { span: DrillSpan; renewals: readonly Renewal[] }) {
  const open = renewals.filter(({ outcome }) => outcome === null);
  if (open.length === 0 || open.length > mostSupposed) return null;
  return (
    <Link
      to="/forecast/what-if"
      search={{ due: `${span.from}..${span.to}`, renewals: open.map(({ id }) => id).join(",") }}
      className="text-s text-accent underline"
    >
      What if {open.length === 1 ? open[0]?.accountName : `these ${open.length}`} …
    </Link>
  );
}

/** Each is a card on the what-if page. */
const mostSupposed = 20;

type Past = CallResult<typeof listForecastRenewals>["items"][number];

function RowsAsOf({
  state,
  currency,
  row,
}: Pick<Shown, "state" | "currency"> & { row: ForecastRow | undefined }) {
  const words = useForecastWords();
  const { data, error, isPending, refetch } = useCall(
    listForecastRenewals,
    {
      query: {
        period: state.period,
        ...(state.scenario && !state.asOf ? { scenario: state.scenario } : {}),
        ...(row?.level === "group"
          ? { groupBy: state.groupBy, ...(row.group === null ? {} : { group: row.group }) }
          : { level: row?.key ?? "company" }),
        ...(state.category ? { category: state.category } : {}),
        limit: 5000,
      },
    },
    { live: ["renewal", "account"], keepPrevious: true },
  );
  if (error) return <ErrorState error={error} onRetry={() => refetch()} />;
  return (
    <DataGrid<Past>
      label="Renewals and what they add"
      height={360}
      columns={pastColumns(currency, words)}
      rows={data?.items ?? []}
      rowId={({ id }) => id}
      isLoading={isPending}
      empty={<EmptyState title="No renewal stands here" />}
    />
  );
}

const likelihoodWords = [
  { value: "person", label: "A person" },
  { value: "rating", label: "Its rating" },
  { value: "model", label: "The model" },
  { value: "scenario", label: "The scenario" },
  { value: "outcome", label: "Its outcome" },
  { value: "nobody", label: "Nobody" },
];

const categoryWords = [
  { value: "closed-won", label: "Closed won" },
  { value: "closed-lost", label: "Lost" },
  { value: "unrated", label: "No rating" },
  { value: "omitted", label: "Left out" },
];

function pastColumns(currency: string, { ratings, teammates }: Words): GridColumn<Past>[] {
  const money = { type: "money", currency, footer: "sum", width: 110 } as const;
  return [
    { id: "accountName", type: "text", title: "Account", width: 190, href: ({ id }) => `/renewals/${id}` },
    { id: "dueOn", type: "date", title: "Due", width: 120 },
    { ...money, id: "targetArr", title: "Target ARR" },
    { ...money, id: "forecastArr", title: "Forecast", missing: "No forecast" },
    { ...money, id: "finalArr", title: "Final", missing: "No outcome yet" },
    {
      ...money,
      id: "callArr",
      title: "Adds",
      hint: "What it adds to the forecast: its final ARR, nothing where it was lost, else its forecast",
      missing: "No forecast: it adds nothing",
    },
    { ...money, id: "expectedArr", title: "Expected", hint: "What it adds to the expected value" },
    { id: "likelihood", type: "percent", title: "Likelihood", digits: 0, width: 90 },
    { id: "likelihoodBy", type: "select", title: "Said by", options: likelihoodWords, width: 120 },
    {
      id: "category",
      type: "select",
      title: "Rating",
      options: [...categoryWords, ...ratings],
      width: 130,
    },
    { id: "ownerId", type: "teammate", title: "Owner", options: teammates, width: 160 },
  ];
}
