import { Plus } from "lucide-react";
import { useState } from "react";
import { z } from "zod";
import { useMay } from "../../api/me.ts";
import { Button } from "../../ui/button.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { NoPermissionState } from "../../ui/states.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { useUrlState } from "../../ui/url-state.ts";
import { ReviewTab } from "./review-tab.tsx";
import { RiskDialog } from "./risk-dialog.tsx";
import { RiskReportTab } from "./risk-report-tab.tsx";
import { RiskTable } from "./risk-table.tsx";

const tabs = ["risks", "review", "report"] as const;
const pageState = z.object({
  tab: z.enum(tabs).default("risks").catch("risks"),
  status: z.enum(["open", "left", "all"]).default("open").catch("open"),
  region: z.string().max(100).optional().catch(undefined),
});

/** The red-account process: what is at risk, the weekly review of a region, and how it ends. */
export function RisksPage() {
  const mayRead = useMay("risks.read");
  const mayWrite = useMay("risks.write");
  const [state, change] = useUrlState(pageState);
  const [isCreating, setCreating] = useState(false);
  if (!mayRead) {
    return (
      <>
        <PageHeader title="Risks" />
        <NoPermissionState what="risks" />
      </>
    );
  }
  return (
    <>
      <PageHeader
        title="Risks"
        actions={
          mayWrite && (
            <Button variant="primary" icon={Plus} onClick={() => setCreating(true)}>
              New risk
            </Button>
          )
        }
      />
      <Tabs
        label="Parts of the risks"
        tabs={[
          { id: "risks", title: "Risks" },
          { id: "review", title: "Weekly review" },
          { id: "report", title: "Report and ledger" },
        ]}
        value={state.tab}
        onValueChange={(tab) => change({ tab })}
      >
        {state.tab === "risks" && (
          <RiskTable status={state.status} onStatus={(status) => change({ status })} />
        )}
        {state.tab === "review" && (
          <ReviewTab region={state.region} onRegion={(region) => change({ region })} />
        )}
        {state.tab === "report" && <RiskReportTab />}
      </Tabs>
      {isCreating && <RiskDialog onClose={() => setCreating(false)} />}
    </>
  );
}
