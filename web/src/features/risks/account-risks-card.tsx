import { type Account, risks } from "@perennial/contract";
import { Link } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useMay, useMe } from "../../api/me.ts";
import { usePages } from "../../api/query.ts";
import { IconButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Badge } from "../../ui/chip.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { Money } from "../../ui/values.tsx";
import { RiskDialog } from "./risk-dialog.tsx";

/** The account's risks, those under way first. */
export function AccountRisksCard({ account }: { account: Account }) {
  const mayRead = useMay("risks.read");
  const mayWrite = useMay("risks.write");
  const currency = useMe().data?.company.currency ?? "USD";
  const [isCreating, setCreating] = useState(false);
  const filter = JSON.stringify({ subject: "accountId", op: "is-any-of", value: [account.id] });
  const list = usePages(
    risks.list,
    { query: { filter, sort: "-raisedAt", limit: 20 } },
    { enabled: mayRead },
  );
  if (!mayRead) return null;
  return (
    <Card
      title="Risks"
      actions={mayWrite && <IconButton icon={Plus} label="New risk" onClick={() => setCreating(true)} />}
    >
      {list.error && <ErrorState error={list.error} onRetry={() => list.refetch()} />}
      {list.isPending && <Skeleton lines={2} />}
      {!list.isPending && !list.error && list.rows.length === 0 && (
        <EmptyState title="No risk is recorded">Record one when somebody has to act.</EmptyState>
      )}
      <ul className="divide-y divide-line">
        {list.rows.map((risk) => {
          const isUnderWay = risk.status === "open" || risk.status === "monitoring";
          return (
            <li key={risk.id} className="py-2 first:pt-0">
              <p className="flex flex-wrap items-center justify-between gap-2">
                <Link to={`/risks/${risk.id}`} className="rounded-small font-medium hover:underline">
                  {risk.summary}
                </Link>
                <Badge tone={isUnderWay ? "bad" : "neutral"}>
                  {isUnderWay ? `Tier ${risk.tier}` : String(risk.status)}
                </Badge>
              </p>
              <p className="text-s text-ink-2">
                <Money amount={risk.arrAtRisk} currency={currency} /> at risk ·{" "}
                {risk.nextStep ?? "no next step"}
                {risk.reviewOverdueDays > 0 && (
                  <span className="text-bad"> · review {risk.reviewOverdueDays} days overdue</span>
                )}
              </p>
            </li>
          );
        })}
      </ul>
      {isCreating && <RiskDialog account={account} onClose={() => setCreating(false)} />}
    </Card>
  );
}
