import type { HealthModel } from "@perennial/contract";
import { Card } from "../../ui/card.tsx";
import { NumberField } from "./number-field.tsx";

type LabelsProps = {
  version: number;
  draft: HealthModel;
  canEdit: boolean;
  onChange: (model: HealthModel) => void;
};

/** Where each label begins, and how much data a score needs. */
export function LabelsCard({ version, draft, canEdit, onChange }: LabelsProps) {
  return (
    <Card title="How it is read" subtitle={`Version ${version}`}>
      <ul className="flex flex-col gap-1 text-m">
        {draft.labels.map((label, index) => {
          const next = draft.labels[index + 1];
          return (
            <li key={label.value} className="flex items-center justify-between gap-3">
              <span>{label.label}</span>
              <span className="flex items-center gap-1 text-ink-2">
                [
                {index === 0 || !canEdit ? (
                  label.from
                ) : (
                  <NumberField
                    label={`${label.label} begins at`}
                    value={label.from}
                    min={0}
                    max={99}
                    onChange={(from) =>
                      onChange({ ...draft, labels: draft.labels.with(index, { ...label, from }) })
                    }
                  />
                )}
                , {next ? `${next.from})` : "100]"}
              </span>
            </li>
          );
        })}
      </ul>
      <p className="mt-2 flex flex-wrap items-center gap-1 text-s text-ink-2">
        Withheld below
        <NumberField
          label="Least coverage, percent"
          value={draft.minimumCoveragePct}
          min={0}
          max={100}
          disabled={!canEdit}
          onChange={(minimumCoveragePct) => onChange({ ...draft, minimumCoveragePct })}
        />
        % of weights with data.
      </p>
    </Card>
  );
}
