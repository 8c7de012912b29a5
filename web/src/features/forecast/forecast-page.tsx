import { getForecast, getForecastChanges } from "@perennial/contract";
import { Link } from "@tanstack/react-router";
import { useMe } from "../../api/me.ts";
import { useCall } from "../../api/query.ts";
import { today } from "../../ui/clock.ts";
import { formatCount, formatDate, formatPercent, periodLabel } from "../../ui/format.ts";
import { subtractDecimals } from "../../ui/grid/decimal.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { usePast } from "../../ui/past.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { StatStrip } from "../../ui/stat-strip.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { useUrlState } from "../../ui/url-state.ts";
import { Delta, Missing, Money } from "../../ui/values.tsx";
import { AccuracyTable } from "./accuracy-table.tsx";
import { BoardPageMenu } from "./board-page-menu.tsx";
import { ChurnContributors } from "./churn-contributors.tsx";
import { ForecastFilters } from "./forecast-filters.tsx";
import { ForecastRows } from "./forecast-rows.tsx";
import { type Forecast, forecastLive, type RenewalsSlot, type Shown, sinceDate } from "./forecast-shown.ts";
import { forecastState, quarterOf } from "./forecast-state.ts";
import { ForecastTable } from "./forecast-table.tsx";
import { ForecastTrend } from "./forecast-trend.tsx";
import { LedgerPanel } from "./ledger-panel.tsx";
import { RatingsByMonth } from "./ratings-by-month.tsx";
import { RestatedNote } from "./restated-note.tsx";
import { TimingTable } from "./timing-table.tsx";
import { Waterfall } from "./waterfall.tsx";

/** The number of a period and all that makes it: by level, by rating, what moved it, how near earlier ones came. */
export function ForecastPage({ Renewals }: { Renewals: RenewalsSlot }) {
  const [url, change] = useUrlState(forecastState);
  const { asOf } = usePast();
  const me = useMe();
  const company = me.data?.company;
  if (!company) return <Skeleton lines={8} />;
  const period = url.period ?? quarterOf(today(), company.fiscalYearStartMonth);
  const shown: Shown = { state: { ...url, period, asOf }, change, currency: company.currency };
  return (
    <>
      <PageHeader
        title={`Forecast, ${periodLabel(period)}`}
        crumbs={[{ label: "Renewals & account management" }]}
        actions={<BoardPageMenu period={period} asOf={asOf} />}
      />
      <ForecastFilters {...shown} startMonth={company.fiscalYearStartMonth} />
      <ForecastBody {...shown} Renewals={Renewals} />
    </>
  );
}

function ForecastBody({ Renewals, ...shown }: Shown & { Renewals: RenewalsSlot }) {
  const { state } = shown;
  const scenario = state.scenario && !state.asOf ? { scenario: state.scenario } : {};
  const { data, error, refetch } = useCall(
    getForecast,
    { query: { period: state.period, rollUp: state.rollUp, groupBy: state.groupBy, ...scenario } },
    forecastLive,
  );
  if (error) return <ErrorState error={error} onRetry={() => refetch()} />;
  if (!data) return <Skeleton lines={10} />;
  return (
    <>
      {data.scenario && <ScenarioNote change={shown.change} forecast={data} scenario={data.scenario} />}
      <ForecastNumbers {...shown} forecast={data} />
      {state.asOf !== undefined && <RestatedNote {...shown} asOf={state.asOf} />}
      <div className="mb-3.5 grid gap-3.5 lg:grid-cols-2">
        <RatingsByMonth {...shown} />
        <Waterfall {...shown} />
      </div>
      <ForecastTable {...shown} forecast={data} />
      <p className="mt-1.5 mb-3.5 text-s text-ink-3">{data.definition}</p>
      {state.open && <ForecastRows {...shown} forecast={data} Renewals={Renewals} />}
      {state.ledger && <LedgerPanel {...shown} level={state.ledger} forecast={data} />}
      <div className="mb-3.5 grid gap-3.5 lg:grid-cols-2">
        <ForecastTrend {...shown} />
        <ChurnContributors {...shown} />
      </div>
      <div className="grid gap-3.5">
        <AccuracyTable {...shown} />
        <TimingTable {...shown} />
      </div>
    </>
  );
}

/** Says that these numbers are supposed, and leads to where they are. */
function ScenarioNote({
  change,
  forecast,
  scenario,
}: Pick<Shown, "change"> & { forecast: Forecast; scenario: NonNullable<Forecast["scenario"]> }) {
  return (
    <p
      className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1 rounded-card bg-accent-soft px-3 py-2 text-m"
      role="status"
    >
      <span>
        As “{scenario.name}” supposes: something else of {formatCount(scenario.renewals, "renewal")}. The
        charts show what is.
      </span>
      <Link
        to="/forecast/what-if"
        search={{ scenario: scenario.id, due: `${forecast.from}..${forecast.to}` }}
        className="text-accent underline"
      >
        Open in what-if
      </Link>
      <button type="button" className="text-accent underline" onClick={() => change({ scenario: undefined })}>
        Back to what is
      </button>
    </p>
  );
}

function ForecastNumbers({ state, change, currency, forecast }: Shown & { forecast: Forecast }) {
  const since = sinceDate(state);
  const changes = useCall(
    getForecastChanges,
    { query: { period: state.period, from: since, ...(state.asOf ? { to: state.asOf } : {}) } },
    forecastLive,
  );
  const asItIs = useCall(
    getForecast,
    { query: { period: state.period, rollUp: state.rollUp, groupBy: state.groupBy } },
    { ...forecastLive, enabled: forecast.scenario !== null },
  );
  const company = forecast.rows[0];
  if (!company) return null;
  const base = forecast.scenario ? asItIs.data?.rows[0] : undefined;
  /** How far the scenario moves a number. */
  const supposed = (name: "adjustedArr" | "expectedArr" | "dueArr") => {
    const by = base && subtractDecimals(company[name], base[name]);
    if (!by || Number(by) === 0) return base ? "as it is" : undefined;
    return (
      <>
        <Delta value={by} currency={currency} /> by the scenario
      </>
    );
  };
  const moved = changes.data ? Number(changes.data.endArr) - Number(changes.data.startArr) : null;
  const money = (amount: string) => <Money amount={amount} currency={currency} />;
  const open = (category: string | undefined, rows: "edit" | "sums" = "edit") =>
    change({ open: "company", category, rows });
  return (
    <StatStrip
      stats={[
        {
          label: `Due in ${periodLabel(state.period)}`,
          value: money(company.dueArr),
          note: formatCount(company.count, "renewal"),
          onClick: () => open(undefined),
        },
        {
          label: "Closed won",
          value: money(company.closedWonArr),
          onClick: () => open("closed-won", "sums"),
        },
        {
          label: "Forecast",
          value: money(company.adjustedArr),
          note:
            supposed("adjustedArr") ??
            (moved !== null && moved !== 0 && (
              <>
                <Delta value={moved} currency={currency} /> since {formatDate(since)}
              </>
            )),
          onClick: () => open(undefined, "sums"),
        },
        {
          label: "Expected value",
          value: money(company.expectedArr),
          note:
            supposed("expectedArr") ??
            (forecast.likelihoodFirst === "model" ? "by the model’s likelihood" : "by people’s likelihood"),
          onClick: () => open(undefined, "sums"),
        },
        {
          label: "GRR",
          value:
            company.grr === null ? (
              <Missing reason="No outcome or forecast yet" />
            ) : (
              formatPercent(company.grr)
            ),
          note: company.nrr !== null && `NRR ${formatPercent(company.nrr)}`,
        },
        {
          label: "Target",
          value:
            company.targetArr === null ? (
              <Missing reason="Type one into the table" />
            ) : (
              money(company.targetArr)
            ),
          note: company.gapArr === null ? "none set" : <Delta value={company.gapArr} currency={currency} />,
        },
        {
          label: "Needs you",
          value: String(company.missingForecastCount),
          tone: company.missingForecastCount > 0 ? "warn" : "good",
          note: company.missingForecastCount === 1 ? "renewal misses a forecast" : "renewals miss a forecast",
          onClick: () => open("missing"),
        },
      ]}
    />
  );
}
