import type { RiskReport } from "@perennial/contract";
import { drillHref } from "../../../api/drill-href.ts";
import { formatCount } from "../../../ui/format.ts";
import { StatStrip } from "../../../ui/stat-strip.tsx";
import { Missing, Money } from "../../../ui/values.tsx";
import { allUnderWay, overdueReviews, ruleOfOutcome, ruleOfRecurred } from "./drill-rules.ts";

/** The numbers that matter; each opens its risks. */
export function RiskTotals({ report, currency }: { report: RiskReport; currency: string }) {
  const open = (rule: typeof allUnderWay) => ({ href: drillHref("risk", rule) ?? "" });
  const none = <Missing reason="Nothing was saved yet" />;
  return (
    <StatStrip
      stats={[
        {
          label: "ARR at risk",
          value: <Money amount={report.arrAtRisk} currency={currency} />,
          note: formatCount(report.openCount, "risk"),
          ...open(allUnderWay),
        },
        {
          label: "Reviews overdue",
          value: String(report.overdueReviews),
          ...(report.overdueReviews > 0 ? { tone: "bad" as const } : {}),
          ...open(overdueReviews),
        },
        {
          label: "Saved, 12 months",
          value: <Money amount={report.savedArr} currency={currency} />,
          tone: "good",
          note: formatCount(report.savedCount, "risk"),
          ...open(ruleOfOutcome("saved", report.from)),
        },
        {
          label: "Lost, 12 months",
          value: <Money amount={report.lostArr} currency={currency} />,
          tone: "bad",
          note: formatCount(report.lostCount, "risk"),
          ...open(ruleOfOutcome("lost", report.from)),
        },
        {
          label: "Days to save, median",
          value: report.medianDaysToSave === null ? none : report.medianDaysToSave.toFixed(0),
        },
        {
          label: "Came back, 12 months",
          value: String(report.recurredCount),
          note: [
            `of ${formatCount(report.raisedCount, "risk")} raised`,
            ...(report.recurrencePct === null ? [] : [`${report.recurrencePct.toFixed(1)} % of the saved`]),
          ].join("; "),
          ...open(ruleOfRecurred(report.from)),
        },
        { label: "Hours asked for", value: report.serviceHours.toFixed(0) },
      ]}
    />
  );
}
