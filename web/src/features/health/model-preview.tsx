import { type HealthModel, type HealthScore, previewHealthScore } from "@perennial/contract";
import { Link } from "@tanstack/react-router";
import { useCall } from "../../api/query.ts";
import { formatCount, formatNumber } from "../../ui/format.ts";
import { useSettled } from "../../ui/use-settled.ts";

/** What a draft would do to all accounts: labels after it, who changes label, and three accounts beside it. */
export function ModelPreview({ score, model }: { score: HealthScore; model: HealthModel }) {
  const asked = useSettled(model);
  const preview = useCall(
    previewHealthScore,
    { params: { slug: score.slug }, body: { model: asked } },
    { keepPrevious: true },
  );
  const labelOf = (value: string | null) =>
    model.labels.find((label) => label.value === value)?.label ?? "Withheld";
  const points = (value: number | null) => (value === null ? "none" : formatNumber(value, 1));
  if (preview.error) {
    return (
      <p role="alert" className="mb-3 text-s text-bad">
        {preview.error.message}
      </p>
    );
  }
  if (!preview.data) return <p className="mb-3 text-s text-ink-2">Working out…</p>;
  const { accounts, changed, moves, distribution, examples } = preview.data;
  const labels = [...model.labels.map((label) => label.value), null];
  return (
    <div className="mb-3 flex flex-col gap-3 text-s">
      <p aria-live="polite" className="text-ink-2">
        {formatCount(changed, "account")} of {formatNumber(accounts)} would change label.
        {moves.slice(0, 6).map((move) => (
          <span key={`${move.from} ${move.to}`} className="block">
            {formatNumber(move.accounts)}: {labelOf(move.from)} → {labelOf(move.to)}
          </span>
        ))}
      </p>
      <dl>
        {labels.map((value) => (
          <div key={value} className="flex justify-between gap-3">
            <dt>{labelOf(value)}</dt>
            <dd className="tabular-nums">
              {formatNumber(distribution.find((each) => each.label === value)?.accounts ?? 0)}
            </dd>
          </div>
        ))}
      </dl>
      <ul aria-label="Example accounts" className="border-t border-line pt-2">
        {examples.map((each) => (
          <li key={each.accountId} className="flex min-h-6 items-center justify-between gap-3">
            <Link to={`/accounts/${each.accountId}`} className="min-w-0 truncate leading-6 text-accent">
              {each.name}
            </Link>
            <span className="whitespace-nowrap tabular-nums">
              {points(each.value)} → {points(each.wouldBe)}
              {each.wouldBeLabel && ` · ${labelOf(each.wouldBeLabel)}`}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
