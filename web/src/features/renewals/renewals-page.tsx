import { aggregateRecords, type Renewal } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useMay, useMe } from "../../api/me.ts";
import { useCall } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { FilterChip } from "../../ui/chip.tsx";
import { formatCount } from "../../ui/format.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { Select } from "../../ui/select.tsx";
import { StatStrip } from "../../ui/stat-strip.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { useUrlState } from "../../ui/url-state.ts";
import { Delta, Money } from "../../ui/values.tsx";
import { OutcomeDialog } from "./outcome-dialog.tsx";
import { dueChoices, periodOf, type RenewalsState, renewalsRule, renewalsState } from "./renewal-window.ts";
import { RenewalsBoard } from "./renewals-board.tsx";
import { RenewalsTable } from "./renewals-table.tsx";
import { RenewalsTimeline } from "./renewals-timeline.tsx";
import { useRenewalDefinitions } from "./use-renewal-definitions.ts";

const layouts = [
  { id: "table", title: "Table" },
  { id: "board", title: "Board" },
  { id: "timeline", title: "Timeline" },
] as const;

/** Every renewal of a window: what it is worth, whether it will close, who owns it and what happens next. */
export function RenewalsPage() {
  const [state, change] = useUrlState(renewalsState);
  const rule = useMemo(() => renewalsRule(state), [state]);
  const [closing, setClosing] = useState<Renewal | null>(null);
  const canEdit = useMay("renewals.write");
  const { group: by } = state;
  const group = useMemo(
    () =>
      by === "none"
        ? undefined
        : {
            by: (renewal: Renewal) => periodOf(renewal.dueOn ?? "", by),
            label: (key: string, rows: readonly Renewal[]) => (
              <>
                <strong className="font-semibold">{key}</strong> · {formatCount(rows.length, "renewal")}
              </>
            ),
          },
    [by],
  );
  return (
    <>
      <PageHeader title="Renewals" crumbs={[{ label: "Renewals & account management" }]} />
      <RenewalNumbers rule={rule} onMissing={() => change({ only: "missing" })} />
      <Tabs
        label="Layouts"
        tabs={layouts}
        value={state.layout}
        onValueChange={(layout) => change({ layout })}
      >
        <RenewalFilters state={state} change={change} />
        {state.layout === "board" && <RenewalsBoard filter={rule} />}
        {state.layout === "timeline" && <RenewalsTimeline filter={rule} />}
        {state.layout === "table" && (
          <RenewalsTable
            filter={rule}
            {...(group ? { group } : {})}
            footerNote={(rows) => missingNote(rows)}
            selectionActions={(rows) => {
              const [renewal] = rows;
              if (rows.length !== 1 || !renewal) return null;
              return (
                <>
                  <Link to={`/renewals/${renewal.id}`} className="text-s text-accent underline">
                    Open renewal
                  </Link>
                  {canEdit && renewal.outcome === null && (
                    <Button onClick={() => setClosing(renewal)}>Record outcome</Button>
                  )}
                </>
              );
            }}
          />
        )}
      </Tabs>
      {closing && <OutcomeDialog renewal={closing} onClose={() => setClosing(null)} />}
    </>
  );
}

function missingNote(rows: readonly Renewal[]): string {
  const missing = rows.filter((renewal) => renewal.forecastArr === null && renewal.outcome === null).length;
  const head =
    missing === 0 ? "Every renewal has a forecast" : `${formatCount(missing, "renewal")} without a forecast`;
  return `${head} · select to edit many at once · ⌘Z to undo`;
}

function useSum(rule: RuleJson, field: string) {
  const measure = { op: "sum" as const, field };
  const { data } = useCall(
    aggregateRecords,
    { body: { object: "renewal", filter: rule, measure, groupBy: [] } },
    { live: ["renewal", "account"], keepPrevious: true },
  );
  return data?.total;
}

function RenewalNumbers({ rule, onMissing }: { rule: RuleJson; onMissing: () => void }) {
  const me = useMe();
  const currency = me.data?.company.currency ?? "USD";
  const target = useSum(rule, "targetArr");
  const forecast = useSum(rule, "forecastArr");
  const delta = useSum(rule, "deltaArr");
  const missing = useSum({ all: [rule, { subject: "forecastArr", op: "is-empty" }] }, "targetArr");
  const money = (amount: string | null | undefined) => <Money amount={amount ?? "0"} currency={currency} />;
  return (
    <StatStrip
      stats={[
        {
          label: "Due in this window",
          value: money(target?.value),
          note: formatCount(target?.count ?? 0, "renewal"),
        },
        { label: "Forecast", value: money(forecast?.value) },
        {
          label: "Renewal Delta",
          value: <Delta value={delta?.value ?? "0"} currency={currency} />,
          note: "forecast less target",
        },
        {
          label: "Needs you",
          value: String(missing?.count ?? 0),
          tone: missing && missing.count > 0 ? "warn" : "good",
          note: "miss a forecast",
          onClick: onMissing,
        },
      ]}
    />
  );
}

type Change = (patch: Partial<{ [Key in keyof RenewalsState]: RenewalsState[Key] | undefined }>) => void;

function RenewalFilters({ state, change }: { state: RenewalsState; change: Change }) {
  const { ratings } = useRenewalDefinitions();
  if (state.filter !== undefined) {
    return (
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <FilterChip label="From a chart:" data-filter onRemove={() => change({ filter: undefined })}>
          the rows behind one mark
        </FilterChip>
      </div>
    );
  }
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <Select
        aria-label="Due"
        data-filter
        options={dueChoices.map((choice) => ({ ...choice, label: `Due ${choice.label}` }))}
        value={state.due}
        onValueChange={(due) => change({ due })}
      />
      <Select
        aria-label="Owner"
        options={[
          { value: "all", label: "Owner anybody" },
          { value: "me", label: "Owner me" },
          { value: "none", label: "Owner nobody" },
        ]}
        value={state.owner}
        onValueChange={(owner) => change({ owner })}
      />
      <Select
        aria-label="Rating"
        options={ratings.map(({ value, label }) => ({ value, label: `Rating ${label}` }))}
        placeholder="Any rating"
        value={state.rating ?? ""}
        onValueChange={(rating) => change({ rating: rating === "" ? undefined : rating })}
      />
      {state.only === "missing" && (
        <FilterChip label="Forecast" onRemove={() => change({ only: "all" })}>
          missing
        </FilterChip>
      )}
      <span className="grow" />
      {state.layout === "table" && (
        <Select
          aria-label="Group"
          options={[
            { value: "quarter", label: "Group by quarter" },
            { value: "month", label: "Group by month" },
            { value: "none", label: "No groups" },
          ]}
          value={state.group}
          onValueChange={(group) => change({ group })}
        />
      )}
    </div>
  );
}
