import type { RetentionMeasure } from "@perennial/contract";
import { aimOf, type Targets } from "../../api/retention-targets.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Badge } from "../../ui/chip.tsx";
import { formatCount, formatMoneyExact, formatPercent } from "../../ui/format.ts";
import { toneIcon } from "../../ui/tone.ts";
import { Missing } from "../../ui/values.tsx";
import { measureLabels } from "./retention-state.ts";
import type { Retention } from "./retention-tab.tsx";

type Props = { title: string; report: Retention; targets: Targets; onRows: () => void };

/** The three figures of a family, how they stand to their targets, and exactly what they mean. */
export function FamilyFigures({ title, report, targets, onRows }: Props) {
  const money = (amount: string) => formatMoneyExact(amount, report.currency, true);
  const open = report.openCount ?? 0;
  return (
    <Card title={title} actions={<Button onClick={onRows}>Show the rows</Button>}>
      <dl className="flex flex-wrap gap-x-8 gap-y-3">
        {(Object.keys(measureLabels) as RetentionMeasure[]).map((measure) => (
          <div key={measure}>
            <dt className="text-s text-ink-2">{measureLabels[measure]}</dt>
            <dd className="text-[22px] leading-8 font-semibold tracking-[-0.02em]">
              {report[measure] === null ? (
                <Missing reason="There was nothing to retain" />
              ) : (
                formatPercent(report[measure])
              )}
            </dd>
            <dd>
              <Aim value={report[measure]} targets={targets} measure={measure} />
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 text-s text-ink-2">
        {money(report.startArr)} of{" "}
        {formatCount(report.startCount, report.family === "cohort" ? "account" : "renewal")} to begin with;{" "}
        {money(report.retainedArr)} of it retained, {money(report.endArr)} at the end.
        {open > 0 &&
          ` ${formatCount(open, "renewal")} of ${money(report.openArr ?? "0")} still without an outcome.`}
      </p>
      <p className="mt-2 text-s text-ink-3">{report.definition}</p>
    </Card>
  );
}

/** How a figure stands to its target, in words and colour. */
export function Aim({
  value,
  targets,
  measure,
}: {
  value: number | null;
  targets: Targets;
  measure: RetentionMeasure;
}) {
  const aim = aimOf(value, targets[measure]);
  if (!aim) return null;
  return (
    <Badge tone={aim.tone} icon={toneIcon[aim.tone]}>
      {aim.words}
    </Badge>
  );
}
