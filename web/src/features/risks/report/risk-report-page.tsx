import { getRiskReport } from "@perennial/contract";
import { useState } from "react";
import { useMay, useMe } from "../../../api/me.ts";
import { useCall } from "../../../api/query.ts";
import { PageHeader } from "../../../ui/page-header.tsx";
import { Skeleton } from "../../../ui/skeleton.tsx";
import { ErrorState, NoPermissionState } from "../../../ui/states.tsx";
import { type AskChoice, OpenAsks } from "./open-asks.tsx";
import { RiskCharts } from "./risk-charts.tsx";
import { RiskTotals } from "./risk-totals.tsx";
import { SavesLedger } from "./saves-ledger.tsx";

/** What is at risk now and why, what found it, what was saved and lost in a year, and what others are asked for. */
export function RiskReportPage() {
  const mayRead = useMay("risks.read");
  return (
    <>
      <PageHeader title="Report and ledger" crumbs={[{ label: "Risks", href: "/risks" }]} />
      {mayRead ? <Report /> : <NoPermissionState what="risks" />}
    </>
  );
}

function Report() {
  const currency = useMe().data?.company.currency ?? "USD";
  const [asks, setAsks] = useState<AskChoice>();
  const found = useCall(getRiskReport, { query: {} }, { live: ["risk", "renewal", "account"] });
  if (found.error) return <ErrorState error={found.error} onRetry={() => found.refetch()} />;
  if (!found.data) return <Skeleton lines={8} />;
  const showAsks = (choice?: AskChoice) => {
    setAsks(choice);
    document.getElementById("open-asks")?.scrollIntoView({ block: "start" });
  };
  return (
    <div className="flex flex-col gap-3.5">
      <RiskTotals report={found.data} currency={currency} onAsks={() => showAsks()} />
      <RiskCharts report={found.data} currency={currency} onAsks={showAsks} />
      <SavesLedger from={found.data.from} currency={currency} />
      <OpenAsks asks={found.data.openAsks} chosen={asks} onClear={() => setAsks(undefined)} />
    </div>
  );
}
