import { explainAccount, type HealthScore, healthTrend } from "@perennial/contract";
import { useCall } from "../../api/query.ts";
import { WhyPanel } from "../../ui/why-panel.tsx";
import { HealthChanges } from "./health-changes.tsx";

const shownChanges = 5;

/** Why an account has its score: what moved it lately, then every measure. */
export function HealthWhy({
  score,
  account,
  onClose,
}: {
  score: HealthScore;
  account: { id: string; name: string | null };
  onClose: () => void;
}) {
  const why = useCall(explainAccount, { params: { id: account.id }, query: { of: `health:${score.slug}` } });
  const trend = useCall(
    healthTrend,
    { params: { slug: score.slug }, query: { accountId: account.id } },
    { live: ["account"] },
  );
  const changes = (trend.data?.items ?? []).filter((item) => item.previous !== null).slice(-shownChanges);
  return (
    <WhyPanel
      title={`${account.name}: ${score.name}`}
      explanation={why.data}
      error={why.error}
      onClose={onClose}
    >
      {changes.length > 0 && (
        <section aria-label="What moved it lately">
          <h3 className="mb-1 text-m font-semibold">What moved it lately</h3>
          <HealthChanges changes={changes} />
        </section>
      )}
    </WhyPanel>
  );
}
