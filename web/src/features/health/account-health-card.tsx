import {
  type Account,
  explainAccount,
  type HealthScore,
  listHealthScores,
  type Reason,
} from "@perennial/contract";
import { useState } from "react";
import { useMay } from "../../api/me.ts";
import { useCall } from "../../api/query.ts";
import { useScoreLabels } from "../../api/score-labels.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { cx } from "../../ui/class-names.ts";
import { formatDate, formatNumber } from "../../ui/format.ts";
import { usePast } from "../../ui/past.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { toneText } from "../../ui/tone.ts";
import { HealthWhy } from "./health-why.tsx";
import { OverrideDialog } from "./override-dialog.tsx";
import { OverrideNote } from "./override-note.tsx";

/** Why the account's primary score is what it is: every group of the model with its weight, points and weakest measure. */
export function AccountHealthCard({ account }: { account: Account }) {
  const mayRead = useMay("health-scores.read");
  const scores = useCall(listHealthScores, {}, { live: ["health-score"], enabled: mayRead });
  const score = scores.data?.items.find((each) => each.isPrimary) ?? scores.data?.items[0];
  if (!mayRead || (scores.data && !score)) return null;
  if (!score) return <Card title="Why health">{<Skeleton lines={5} />}</Card>;
  return <Why account={account} score={score} />;
}

function Why({ account, score }: { account: Account; score: HealthScore }) {
  const [isOpen, setOpen] = useState(false);
  const [isSaying, setSaying] = useState(false);
  const maySay = useMay("accounts.write");
  const variants = score.model.variants ?? [];
  const applied = variants.find((each) => account.segments.includes(each.segment));
  const why = useCall(explainAccount, { params: { id: account.id }, query: { of: `health:${score.slug}` } });
  const own = account.scores[score.slug];
  const value = own?.value ?? null;
  const isPast = usePast().asOf !== undefined;
  const is = isPast ? "was" : "is";
  const all = why.data?.reason.children ?? [];
  // One group alone says nothing by itself: its measures do.
  const groups = all.length === 1 ? (all[0]?.children ?? []) : all;
  return (
    <Card
      title={value === null ? `Why there ${is} no health score` : `Why health ${is} ${Math.round(value)}`}
      subtitle={
        isPast ? (
          all.length > 0 && `${score.name} · ${why.data?.reason.note}`
        ) : (
          <>
            Model <b className="font-medium text-ink">{score.name}</b> v{score.version} ·{" "}
            {formatNumber(own?.coverage ?? 0, 0)} % of data present
            {own?.oldestInputOn && <> · oldest of {formatDate(own.oldestInputOn)}</>}
            {variants.length > 0 && (
              <span className="block">
                {applied
                  ? `For ${applied.name}: the account is in that segment`
                  : "For everybody else: the account is in no segment with a model of its own"}
              </span>
            )}
          </>
        )
      }
      actions={
        <>
          {maySay && (
            <Button variant="quiet" onClick={() => setSaying(true)}>
              Say otherwise
            </Button>
          )}
          <Button variant="quiet" onClick={() => setOpen(true)}>
            All measures
          </Button>
        </>
      }
    >
      {!isPast && <OverrideNote account={account} score={score} />}
      {isPast && typeof own?.override === "number" && (
        <p className="mb-2.5 rounded-control bg-sunken px-3 py-2 text-s">{why.data?.summary}</p>
      )}
      {why.error && <ErrorState error={why.error} onRetry={() => why.refetch()} />}
      {why.isPending && <Skeleton lines={5} />}
      {why.data && groups.length === 0 && <EmptyState compact title={why.data.summary} />}
      {groups.length > 0 && (
        <table className="w-full text-m">
          <thead className="sr-only">
            <tr>
              <th scope="col">Group</th>
              <th scope="col">Weight</th>
              <th scope="col">Points</th>
              <th scope="col">Weakest measure</th>
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <GroupRow key={group.label} group={group} score={score} />
            ))}
          </tbody>
        </table>
      )}
      {isSaying && <OverrideDialog account={account} score={score} onClose={() => setSaying(false)} />}
      {isOpen && <HealthWhy score={score} account={account} onClose={() => setOpen(false)} />}
    </Card>
  );
}

function GroupRow({ group, score }: { group: Reason; score: HealthScore }) {
  const { labelOf } = useScoreLabels();
  const points = group.points ?? null;
  const tone = labelOf(score.slug, points)?.tone;
  return (
    <tr className="border-b border-line last:border-0">
      <th scope="row" className="py-1.5 pr-2 text-left font-normal">
        {group.label}
      </th>
      <td className="px-2 py-1.5 text-right whitespace-nowrap text-ink-2 tabular-nums">
        {group.weightPct === undefined ? "" : `${formatNumber(group.weightPct, 0)} %`}
      </td>
      <td className={cx("px-2 py-1.5 text-right font-semibold tabular-nums", tone && toneText[tone])}>
        {points === null ? "–" : formatNumber(points, 0)}
      </td>
      <td className="w-full max-w-0 truncate py-1.5 pl-2 text-ink-3">{weakestOf(group)}</td>
    </tr>
  );
}

/** The measure that costs the group most, with what was seen: “Days since last seen: 19”; of a score over scores, its own. */
function weakestOf(group: Reason): string {
  const lost = (measure: Reason) => (100 - (measure.points ?? 100)) * (measure.weightPct ?? 0);
  const isPart = (reason: Reason) => reason.weightPct !== undefined;
  const [worst] = (group.children ?? []).filter(isPart).sort((a, b) => lost(b) - lost(a));
  if (!worst) return group.points === null ? "no data" : "";
  if (lost(worst) === 0) return "nothing is lost here";
  if (worst.children?.some(isPart)) return weakestOf(worst);
  const { seen } = worst;
  const shown = typeof seen === "number" ? formatNumber(seen, 1) : seen === null ? "no data" : undefined;
  return shown === undefined ? worst.label : `${worst.label}: ${shown}`;
}
