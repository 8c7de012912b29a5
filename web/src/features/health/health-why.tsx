import { explainAccount, type HealthScore, healthTrend } from "@perennial/contract";
import { useCall } from "../../api/query.ts";
import { formatNumber } from "../../ui/format.ts";
import { Delta, RelativeTime } from "../../ui/values.tsx";
import { WhyPanel } from "../../ui/why-panel.tsx";

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
          <ul className="flex flex-col gap-1.5 text-m">
            {changes.toReversed().map((change) => (
              <li key={change.at}>
                <div className="flex justify-between gap-2">
                  <span>
                    {change.value === null ? "Withheld" : formatNumber(change.value, 1)}{" "}
                    {change.value !== null && (
                      <Delta value={Math.round((change.value - (change.previous ?? 0)) * 10) / 10} />
                    )}
                  </span>
                  <RelativeTime at={change.at} />
                </div>
                {change.causes.map((cause) => (
                  <p key={cause.measure} className="text-s text-ink-2">
                    {cause.name}: {cause.from ?? "no data"} → {cause.to ?? "no data"} points
                  </p>
                ))}
              </li>
            ))}
          </ul>
        </section>
      )}
    </WhyPanel>
  );
}
