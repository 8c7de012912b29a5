import {
  getHealthScore,
  getRuleCatalog,
  type HealthMeasure,
  type HealthModel,
  type HealthScore,
  listFields,
  listHealthScores,
  listScoredAccounts,
  previewHealthScore,
  updateHealthScore,
} from "@perennial/contract";
import { type Catalog, checkRule, describeRule } from "@perennial/rules";
import { useDeferredValue, useState } from "react";
import { useCall, useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { formatCount, formatNumber } from "../../ui/format.ts";
import { toast } from "../../ui/toast.tsx";
import { MeasureEditor } from "./measure-editor.tsx";
import { sharesOf, withGroup, withMeasure } from "./model-shares.ts";
import { NumberField } from "./number-field.tsx";

/** What a measure looks at, in words. */
function useAbout(): (measure: HealthMeasure) => string {
  const fields = useCall(listFields, { params: { object: "account" } });
  const catalog = useCall(getRuleCatalog, {});
  return ({ source }) => {
    if (source.kind === "field") {
      return fields.data?.items.find((field) => field.slug === source.field)?.label ?? source.field;
    }
    const checked = catalog.data && checkRule(source.rule, catalog.data as Catalog, "account");
    return checked && "rule" in checked ? describeRule(checked.rule) : "A rule";
  };
}

/** The model of a score: weights and bands are changed here, with what that would do shown before it is saved. */
export function ModelPanel({ score, canEdit }: { score: HealthScore; canEdit: boolean }) {
  const [draft, setDraft] = useState<HealthModel>(score.model);
  const about = useAbout();
  const isChanged = JSON.stringify(draft) !== JSON.stringify(score.model);
  const save = useWrite(updateHealthScore, {
    refreshes: [getHealthScore, listHealthScores, listScoredAccounts],
    onSuccess: () => toast({ title: "Saved. All accounts are being scored again.", tone: "good" }),
  });
  const groupShares = sharesOf(draft.groups);
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_300px]">
      <div className="flex flex-col gap-3">
        {draft.groups.map((group, at) => {
          const shares = sharesOf([...group.measures, ...(group.groups ?? [])]);
          return (
            <Card
              key={group.slug}
              title={group.name}
              subtitle={`${formatNumber(groupShares[at] ?? 0, 1)} % of the score`}
              actions={
                <NumberField
                  label={`Weight of ${group.name}`}
                  value={group.weight}
                  min={0.01}
                  disabled={!canEdit}
                  onChange={(weight) => setDraft(withGroup(draft, at, { ...group, weight }))}
                />
              }
            >
              <ul>
                {group.measures.map((measure, index) => (
                  <MeasureEditor
                    key={measure.slug}
                    measure={measure}
                    share={shares[index] ?? 0}
                    about={about(measure)}
                    canEdit={canEdit}
                    onChange={(next) => setDraft(withGroup(draft, at, withMeasure(group, index, next)))}
                  />
                ))}
              </ul>
            </Card>
          );
        })}
      </div>
      <div className="flex flex-col gap-3">
        <Card title="How it is read" subtitle={`Version ${score.version}`}>
          <ul className="flex flex-col gap-1 text-m">
            {draft.labels.map((label, index) => {
              const next = draft.labels[index + 1];
              return (
                <li key={label.value} className="flex justify-between gap-3">
                  <span>{label.label}</span>
                  <span className="text-ink-2">
                    [{label.from}, {next ? `${next.from})` : "100]"}
                  </span>
                </li>
              );
            })}
          </ul>
          <p className="mt-2 text-s text-ink-2">
            Withheld below {formatNumber(draft.minimumCoveragePct)} % of weights with data.
          </p>
        </Card>
        {isChanged && (
          <Card title="What would change" subtitle={<Moves score={score} model={draft} />}>
            {save.error && <p className="mb-2 text-s text-bad">{save.error.message}</p>}
            <div className="flex gap-2">
              <Button
                variant="primary"
                busy={save.isPending}
                onClick={() => save.mutate({ params: { slug: score.slug }, body: { model: draft } })}
              >
                Save as version {score.version + 1}
              </Button>
              <Button variant="quiet" onClick={() => setDraft(score.model)}>
                Discard
              </Button>
            </div>
          </Card>
        )}
      </div>
    </div>
  );
}

function Moves({ score, model }: { score: HealthScore; model: HealthModel }) {
  const asked = useDeferredValue(model);
  const preview = useCall(
    previewHealthScore,
    { params: { slug: score.slug }, body: { model: asked } },
    { keepPrevious: true },
  );
  const labelOf = (value: string | null) =>
    model.labels.find((label) => label.value === value)?.label ?? "withheld";
  if (preview.error) return <span role="alert">{preview.error.message}</span>;
  if (!preview.data) return <>Working out…</>;
  return (
    <span aria-live="polite">
      {formatCount(preview.data.changed, "account")} of {formatNumber(preview.data.accounts)} would change
      label.
      {preview.data.moves.slice(0, 6).map((move) => (
        <span key={`${move.from} ${move.to}`} className="block">
          {formatNumber(move.accounts)}: {labelOf(move.from)} → {labelOf(move.to)}
        </span>
      ))}
    </span>
  );
}
