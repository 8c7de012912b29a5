import { PageHeader } from "../../ui/page-header.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { useUrlState } from "../../ui/url-state.ts";
import { ArrBridge } from "./arr-bridge.tsx";
import { CalculatorTab } from "./calculator-tab.tsx";
import { CohortsTab } from "./cohorts-tab.tsx";
import { ReconcileTab } from "./reconcile-tab.tsx";
import { retentionState } from "./retention-state.ts";
import { RetentionTab } from "./retention-tab.tsx";

const tabs = [
  { id: "retention", title: "Retention" },
  { id: "bridge", title: "ARR bridge" },
  { id: "cohorts", title: "Cohorts" },
  { id: "reconcile", title: "Why another number?" },
  { id: "calculator", title: "Calculator" },
] as const;

/** What is kept of the revenue there was: retention by every definition, the movements it comes of, and their rows. */
export function RetentionPage() {
  const [state, change] = useUrlState(retentionState);
  const shown = { state, change };
  return (
    <>
      <PageHeader title="Retention" />
      <Tabs
        label="Parts of retention"
        tabs={tabs}
        value={state.tab}
        onValueChange={(tab) => change({ tab, open: undefined, kind: undefined })}
      >
        {state.tab === "retention" && <RetentionTab {...shown} />}
        {state.tab === "bridge" && <ArrBridge {...shown} />}
        {state.tab === "cohorts" && <CohortsTab {...shown} />}
        {state.tab === "reconcile" && <ReconcileTab {...shown} />}
        {state.tab === "calculator" && <CalculatorTab key={state.span} {...shown} />}
      </Tabs>
    </>
  );
}
