import { type HealthLabel, type HealthModel, toneSchema } from "@perennial/contract";
import { Plus, X } from "lucide-react";
import { slugOf } from "../../api/slug.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Input } from "../../ui/input.tsx";
import { Select } from "../../ui/select.tsx";
import { NumberField } from "./number-field.tsx";

const toneWords: Record<HealthLabel["tone"], string> = {
  bad: "Red",
  warn: "Amber",
  good: "Green",
  accent: "Blue",
  neutral: "Grey",
};
const toneOptions = toneSchema.options.map((value) => ({ value, label: toneWords[value] }));
const mostLabels = 10;

type LabelsProps = {
  version: number;
  draft: HealthModel;
  /** Of the model that is shown: of a segment, or of everybody else. */
  minimumCoveragePct: number;
  canEdit: boolean;
  onChange: (model: HealthModel) => void;
  onCoverage: (minimumCoveragePct: number) => void;
};

/** What the labels are called, where each begins, and how much data a score needs. */
export function LabelsCard({
  version,
  draft,
  minimumCoveragePct,
  canEdit,
  onChange,
  onCoverage,
}: LabelsProps) {
  const { labels } = draft;
  const change = (next: HealthLabel[]) => onChange({ ...draft, labels: next });
  const last = labels.at(-1);
  return (
    <Card title="How it is read" subtitle={`Version ${version}`}>
      <ul className="flex flex-col gap-2 text-m">
        {labels.map((label, index) => (
          <LabelRow
            key={label.value}
            label={label}
            to={labels[index + 1]?.from}
            isFirst={index === 0}
            canEdit={canEdit}
            onChange={(next) => change(labels.with(index, next))}
            onRemove={
              labels.length > 1
                ? () =>
                    change(
                      labels.toSpliced(index, 1).map((each, at) => (at === 0 ? { ...each, from: 0 } : each)),
                    )
                : undefined
            }
          />
        ))}
      </ul>
      {canEdit && (
        <Button
          variant="quiet"
          icon={Plus}
          className="-ml-2.5"
          disabled={labels.length >= mostLabels || !last || last.from >= 99}
          onClick={() => last && change([...labels, labelAbove(labels, last)])}
        >
          Add a label
        </Button>
      )}
      <p className="mt-2 flex flex-wrap items-center gap-1 text-s text-ink-2">
        Withheld below
        <NumberField
          label="Least coverage, percent"
          value={minimumCoveragePct}
          min={0}
          max={100}
          disabled={!canEdit}
          onChange={onCoverage}
        />
        % of weights with data.
      </p>
    </Card>
  );
}

/** The upper half of the last range, under a name to be changed. */
function labelAbove(labels: readonly HealthLabel[], last: HealthLabel): HealthLabel {
  const name = (at: number) => `Label ${at}`;
  let at = labels.length + 1;
  while (labels.some((each) => each.value === slugOf(name(at)))) at++;
  return { value: slugOf(name(at)), label: name(at), from: Math.floor((last.from + 100) / 2), tone: "good" };
}

type LabelRowProps = {
  label: HealthLabel;
  /** Where the next one begins; absent for the last. */
  to: number | undefined;
  isFirst: boolean;
  canEdit: boolean;
  onChange: (label: HealthLabel) => void;
  onRemove: (() => void) | undefined;
};

function LabelRow({ label, to, isFirst, canEdit, onChange, onRemove }: LabelRowProps) {
  const end = to === undefined ? "100]" : `${to})`;
  if (!canEdit) {
    return (
      <li className="flex items-center justify-between gap-3">
        <span>{label.label}</span>
        <span className="text-ink-2">
          [{label.from}, {end}
        </span>
      </li>
    );
  }
  return (
    <li className="flex flex-col gap-1">
      <span className="flex items-center gap-1">
        <Input
          aria-label={`Name of the label ${label.label}`}
          className="min-w-0 flex-1"
          maxLength={100}
          value={label.label}
          onChange={(event) =>
            event.target.value.trim() !== "" && onChange({ ...label, label: event.target.value })
          }
        />
        {onRemove && <IconButton icon={X} label={`Remove the label ${label.label}`} onClick={onRemove} />}
      </span>
      <span className="flex items-center gap-1 text-ink-2">
        <Select
          aria-label={`Colour of ${label.label}`}
          options={toneOptions}
          value={label.tone}
          onValueChange={(tone) => onChange({ ...label, tone })}
        />
        [
        {isFirst ? (
          label.from
        ) : (
          <NumberField
            label={`${label.label} begins at`}
            value={label.from}
            min={0}
            max={99}
            onChange={(from) => onChange({ ...label, from })}
          />
        )}
        , {end}
      </span>
    </li>
  );
}
