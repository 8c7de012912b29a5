import type { Renewal } from "@perennial/contract";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useMay } from "../../api/me.ts";
import { Button } from "../../ui/button.tsx";
import { formatCount } from "../../ui/format.ts";
import { LikelihoodWhy } from "./likelihood-why.tsx";
import { OutcomeDialog } from "./outcome-dialog.tsx";
import { useRenewalDefinitions } from "./use-renewal-definitions.ts";

/** What can be done with renewals that are selected, and the dialog it opens. */
export function useRenewalActions() {
  const [closing, setClosing] = useState<{ renewal: Renewal; outcome?: "renewed" | "churned" } | null>(null);
  const [explained, setExplained] = useState<Renewal | null>(null);
  const canEdit = useMay("renewals.write");
  const { stages } = useRenewalDefinitions();
  return {
    /** A stage that closes asks how it went: the outcome makes the next term, or ends the lines. */
    moveInstead: (renewal: Renewal, field: string, value: string) => {
      const kind = field === "stage" ? stages.find((stage) => stage.value === value)?.kind : undefined;
      if (renewal.outcome !== null || (kind !== "won" && kind !== "lost")) return false;
      setClosing({ renewal, outcome: kind === "won" ? "renewed" : "churned" });
      return true;
    },
    selectionActions: (rows: readonly Renewal[]) => {
      const [renewal] = rows;
      if (rows.length !== 1 || !renewal) return null;
      return (
        <>
          <Link to={`/renewals/${renewal.id}`} className="text-s text-accent underline">
            Open renewal
          </Link>
          <Button onClick={() => setExplained(renewal)}>Why this likelihood</Button>
          {canEdit && renewal.outcome === null && (
            <Button onClick={() => setClosing({ renewal })}>Record outcome</Button>
          )}
        </>
      );
    },
    dialog: (
      <>
        {closing && <OutcomeDialog {...closing} onClose={() => setClosing(null)} />}
        {explained && <LikelihoodWhy renewal={explained} onClose={() => setExplained(null)} />}
      </>
    ),
  };
}

/** Under the table: how many lack a forecast, and how to work in it. */
export function missingNote(rows: readonly Renewal[]): string {
  const missing = rows.filter((renewal) => renewal.forecastArr === null && renewal.outcome === null).length;
  const head =
    missing === 0 ? "Every renewal has a forecast" : `${formatCount(missing, "renewal")} without a forecast`;
  return `${head} · select to edit many at once · ⌘Z to undo`;
}
