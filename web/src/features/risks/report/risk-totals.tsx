import type { RiskReport } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { drillHref } from "../../../api/drill-href.ts";
import { formatCount, formatNumber, formatPercent } from "../../../ui/format.ts";
import { StatStrip } from "../../../ui/stat-strip.tsx";
import { Missing, Money } from "../../../ui/values.tsx";

type TotalsProps = { report: RiskReport; currency: string; onAsks: () => void };

/** The numbers that matter; each opens its risks. */
export function RiskTotals({ report, currency, onAsks }: TotalsProps) {
  const open = (rule: RuleJson) => ({ href: drillHref("risk", rule) ?? "" });
  const none = <Missing reason="Nothing was saved yet" />;
  return (
    <StatStrip
      stats={[
        {
          label: "ARR at risk",
          value: <Money amount={report.arrAtRisk} currency={currency} />,
          note: formatCount(report.openCount, "risk"),
          ...open(report.rules.underWay),
        },
        {
          label: "Reviews overdue",
          value: String(report.overdueReviews),
          ...(report.overdueReviews > 0 ? { tone: "bad" as const } : {}),
          ...open(report.rules.reviewOverdue),
        },
        {
          label: "Saved, 12 months",
          value: <Money amount={report.savedArr} currency={currency} />,
          tone: "good",
          note: formatCount(report.savedCount, "risk"),
          ...open(report.rules.saved),
        },
        {
          label: "Lost, 12 months",
          value: <Money amount={report.lostArr} currency={currency} />,
          tone: "bad",
          note: formatCount(report.lostCount, "risk"),
          ...open(report.rules.lost),
        },
        {
          label: "Days to save, median",
          value: report.medianDaysToSave === null ? none : report.medianDaysToSave.toFixed(0),
          ...open(report.rules.saved),
        },
        {
          label: "Came back, 12 months",
          value: String(report.recurredCount),
          note: `of ${formatCount(report.raisedCount, "risk")} raised${shareOf(report)}`,
          ...open(report.rules.recurred),
        },
        {
          label: "Hours asked for",
          value: formatNumber(report.serviceHours),
          note: "Of all open asks",
          onClick: onAsks,
        },
      ]}
    />
  );
}

const shareOf = ({ raisedCount, recurredCount }: RiskReport) =>
  raisedCount === 0 ? "" : `, ${formatPercent(recurredCount / raisedCount)}`;
