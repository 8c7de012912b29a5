import { getRiskReport, type RiskReport } from "@perennial/contract";
import { useMe } from "../../api/me.ts";
import { useCall } from "../../api/query.ts";
import { Chart } from "../../ui/chart/chart.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { StatStrip } from "../../ui/stat-strip.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { Missing, Money } from "../../ui/values.tsx";

type Group = RiskReport["byTier"][number];

/** What is at risk now, what was saved and lost in a year, and what found it. */
export function RiskReportTab() {
  const currency = useMe().data?.company.currency ?? "USD";
  const found = useCall(getRiskReport, { query: {} }, { live: ["risk"] });
  if (found.error) return <ErrorState error={found.error} onRetry={() => found.refetch()} />;
  if (!found.data) return <Skeleton lines={8} />;
  const report = found.data;
  const chart = (title: string, groups: readonly Group[]) => (
    <Chart
      title={title}
      subtitle={`ARR at risk, ${currency}`}
      kind="bar"
      unit={{ currency }}
      categories={groups.map((group) => `${group.label} (${group.count})`)}
      series={[{ name: "ARR at risk", colour: 3, values: groups.map((group) => group.arr) }]}
      empty="Nothing is at risk."
    />
  );
  return (
    <>
      <StatStrip
        stats={[
          {
            label: "ARR at risk",
            value: <Money amount={report.arrAtRisk} currency={currency} />,
            note: `${report.openCount} risks`,
          },
          {
            label: "Reviews overdue",
            value: String(report.overdueReviews),
            ...(report.overdueReviews > 0 ? { tone: "bad" as const } : {}),
          },
          {
            label: "Saved, 12 months",
            value: <Money amount={report.savedArr} currency={currency} />,
            tone: "good",
            note: `${report.savedCount} risks`,
          },
          {
            label: "Lost, 12 months",
            value: <Money amount={report.lostArr} currency={currency} />,
            tone: "bad",
            note: `${report.lostCount} risks`,
          },
          {
            label: "Days to save, median",
            value:
              report.medianDaysToSave === null ? (
                <Missing reason="Nothing was saved yet" />
              ) : (
                report.medianDaysToSave.toFixed(0)
              ),
          },
          {
            label: "At risk again",
            value:
              report.recurrencePct === null ? (
                <Missing reason="Nothing was saved yet" />
              ) : (
                `${report.recurrencePct.toFixed(1)} %`
              ),
            note: "of what was saved",
          },
          { label: "Hours asked for", value: report.serviceHours.toFixed(0) },
        ]}
      />
      <div className="grid gap-3.5 lg:grid-cols-2">
        {chart("What puts ARR at risk?", report.byRootCause)}
        {chart("How high is it taken?", report.byTier)}
        {chart("Where is it?", report.byRegion)}
        {chart("How old is it?", report.byAge)}
        <Chart
          title="How much of what renews is at risk?"
          subtitle="Target ARR due per quarter, and what of it belongs to accounts at risk"
          kind="bar"
          unit={{ currency }}
          categories={report.arrDueByQuarter.map((each) => each.quarter)}
          series={[
            { name: "Due", colour: 1, values: report.arrDueByQuarter.map((each) => each.dueArr) },
            { name: "At risk", colour: 3, values: report.arrDueByQuarter.map((each) => each.atRiskArr) },
          ]}
          empty="Nothing renews within a year."
        />
        {chart("Which indicators found risks first?", report.foundBy)}
      </div>
    </>
  );
}
