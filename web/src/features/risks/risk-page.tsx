import { type Risk, reopenRisk, riskStatuses, risks } from "@perennial/contract";
import { useState } from "react";
import { useMay, useMe } from "../../api/me.ts";
import { useCall, useWrite } from "../../api/query.ts";
import { useTeammateOptions } from "../../api/teammate-options.ts";
import { Button } from "../../ui/button.tsx";
import { Badge } from "../../ui/chip.tsx";
import { today } from "../../ui/clock.ts";
import { formatDate, formatDaysAway } from "../../ui/format.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { usePast } from "../../ui/past.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { StatStrip } from "../../ui/stat-strip.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { Missing, Money } from "../../ui/values.tsx";
import { EarlierRisks } from "./earlier-risks.tsx";
import { LeaveDialog, ReviewDialog, TierDialog } from "./move-dialogs.tsx";
import { RiskAsks } from "./risk-asks.tsx";
import { RiskDetails } from "./risk-details.tsx";
import { RiskDrivers } from "./risk-drivers.tsx";
import { RiskLinks } from "./risk-links.tsx";
import { RiskTimeline } from "./risk-timeline.tsx";

/** One risk: what endangers the account, who does what, when it is looked at again, how it ends. */
export function RiskPage({ params }: { params: { id: string } }) {
  const found = useCall(risks.get, { params });
  if (found.error) return <ErrorState error={found.error} onRetry={() => found.refetch()} />;
  if (!found.data) return <Skeleton lines={8} />;
  return <RiskContent risk={found.data} />;
}

function RiskContent({ risk }: { risk: Risk }) {
  const mayWrite = useMay("risks.write");
  const currency = useMe().data?.company.currency ?? "USD";
  const people = useTeammateOptions();
  const [dialog, setDialog] = useState<"tier" | "review" | "leave">();
  const reopen = useWrite(reopenRisk, { refreshes: [risks.get, risks.list] });
  const isUnderWay = risk.status === "open" || risk.status === "monitoring";
  const status = riskStatuses.find((each) => each.value === risk.status);
  const owner = people.find((person) => person.value === risk.ownerId)?.label;
  const close = () => setDialog(undefined);
  const isPast = usePast().asOf !== undefined;
  return (
    <>
      <PageHeader
        title={risk.summary ?? "Risk"}
        crumbs={[
          { label: "Risks", href: "/risks" },
          { label: risk.accountName, href: `/accounts/${risk.accountId}` },
        ]}
        beside={status && <Badge tone={status.tone}>{status.label}</Badge>}
        actions={
          mayWrite &&
          (isUnderWay ? (
            <>
              <Button onClick={() => setDialog("tier")}>Change tier</Button>
              <Button onClick={() => setDialog("leave")}>Saved or lost</Button>
              <Button variant="primary" onClick={() => setDialog("review")}>
                Review
              </Button>
            </>
          ) : (
            <Button onClick={() => reopen.mutate({ params: { id: risk.id } })}>Open again</Button>
          ))
        }
      />
      <StatStrip
        stats={[
          { label: "ARR at risk", value: <Money amount={risk.arrAtRisk} currency={currency} /> },
          { label: "Tier", value: risk.tier ?? "1" },
          { label: "Owner", value: owner ?? <Missing reason="Nobody owns it" /> },
          {
            label: "Next review",
            value: risk.nextReviewOn ? formatDate(risk.nextReviewOn) : <Missing reason="It was left" />,
            ...(risk.nextReviewOn ? { note: formatDaysAway(risk.nextReviewOn, today()) } : {}),
            noteTone: risk.reviewOverdueDays > 0 ? "bad" : "neutral",
          },
          {
            label: "Renews",
            value: risk.renewsOn ? formatDate(risk.renewsOn) : <Missing reason="No open renewal" />,
          },
        ]}
      />
      {risk.outcomeNote && <p className="mb-3 max-w-3xl whitespace-pre-line">{risk.outcomeNote}</p>}
      {risk.owedNoteTemplateId && (
        <p className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1 text-warn">
          Nobody has written the note that tier {risk.tier} asks for.
          {mayWrite && <Button onClick={() => setDialog("review")}>Write it with a review</Button>}
        </p>
      )}
      <div className="grid items-start gap-3.5 lg:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-3.5">
          <RiskDetails key={risk.updatedAt} risk={risk} mayWrite={mayWrite && isUnderWay} />
          <EarlierRisks risk={risk} />
          <RiskLinks risk={risk} mayWrite={mayWrite && isUnderWay} />
        </div>
        <div className="flex min-w-0 flex-col gap-3.5">
          <RiskAsks risk={risk} mayWrite={mayWrite && isUnderWay} />
          <RiskDrivers risk={risk} mayWrite={mayWrite && isUnderWay} />
          {!isPast && <RiskTimeline risk={risk} />}
        </div>
      </div>
      {dialog === "tier" && <TierDialog risk={risk} onClose={close} />}
      {dialog === "review" && <ReviewDialog risk={risk} onClose={close} />}
      {dialog === "leave" && <LeaveDialog risk={risk} onClose={close} />}
    </>
  );
}
