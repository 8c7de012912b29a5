import {
  getHealthScore,
  getRuleCatalog,
  type HealthMeasure,
  type HealthModel,
  type HealthScore,
  listFields,
  listHealthScores,
  listHealthScoreVersions,
  listScoredAccounts,
  updateHealthScore,
} from "@perennial/contract";
import { type Catalog, checkRule, describeRule } from "@perennial/rules";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useCall, useWrite } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { toast } from "../../ui/toast.tsx";
import { BackcastDialog } from "./backcast-dialog.tsx";
import { GroupDialog } from "./group-dialog.tsx";
import { GroupEditor } from "./group-editor.tsx";
import { LabelsCard } from "./labels-card.tsx";
import { emptyGroupIn, freeSlug } from "./model-parts.ts";
import { ModelPreview } from "./model-preview.tsx";
import { sharesOf } from "./model-shares.ts";
import { SegmentModels } from "./segment-models.tsx";
import { VersionsCard } from "./versions-card.tsx";

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

/** What differs between the models of segments. */
type ModelPart = Pick<HealthModel, "groups" | "minimumCoveragePct">;

type ModelPanelProps = {
  score: HealthScore;
  draft: HealthModel;
  canEdit: boolean;
  onDraft: (draft: HealthModel) => void;
  /** The back-casts of the draft and of the present version that were begun. */
  onTried: (cast: string, against: string | undefined) => void;
};

/** The model of a score: built and changed here as a draft, with what it would do shown before it is saved. */
export function ModelPanel({ score, draft, canEdit, onDraft: setDraft, onTried }: ModelPanelProps) {
  const [isTrying, setIsTrying] = useState(false);
  const [isAdding, setIsAdding] = useState(false);
  const about = useAbout();
  const versions = useCall(listHealthScoreVersions, { params: { slug: score.slug } });
  const models = [draft, score.model, ...(versions.data?.items ?? []).map((each) => each.model)];
  const isChanged = JSON.stringify(draft) !== JSON.stringify(score.model);
  const save = useWrite(updateHealthScore, {
    refreshes: [getHealthScore, listHealthScores, listHealthScoreVersions, listScoredAccounts],
    onSuccess: () => toast({ title: "Saved. All accounts are being scored again.", tone: "good" }),
  });
  const [shown, setShown] = useState<string | null>(null);
  const at = (draft.variants ?? []).findIndex((each) => each.slug === shown);
  const part: ModelPart = draft.variants?.[at] ?? draft;
  const changePart = (next: Partial<ModelPart>) =>
    setDraft(
      draft.variants && at >= 0
        ? {
            ...draft,
            variants: draft.variants.map((each, index) => (index === at ? { ...each, ...next } : each)),
          }
        : { ...draft, ...next },
    );
  const empty = emptyGroupIn([draft, ...(draft.variants ?? [])].flatMap((each) => each.groups));
  const groupShares = sharesOf(part.groups);
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_300px]">
      <div className="flex flex-col gap-3">
        {score.problems.length > 0 && (
          <ul role="alert" className="rounded-control bg-warn-soft px-3 py-2 text-s text-warn">
            {score.problems.map((each) => (
              <li key={each.path}>
                {each.place} has no data: {each.message}
              </li>
            ))}
          </ul>
        )}
        {part.groups.map((group, index) => (
          <GroupEditor
            key={group.slug}
            group={group}
            share={groupShares[index] ?? 0}
            of="the score"
            about={about}
            slugFor={(name) => freeSlug(models, name)}
            canEdit={canEdit}
            onChange={(next) => changePart({ groups: part.groups.with(index, next) })}
            onRemove={
              part.groups.length > 1
                ? () => changePart({ groups: part.groups.toSpliced(index, 1) })
                : undefined
            }
          />
        ))}
        {canEdit && (
          <span>
            <Button icon={Plus} onClick={() => setIsAdding(true)}>
              Add a group
            </Button>
          </span>
        )}
      </div>
      <div className="flex flex-col gap-3 lg:sticky lg:top-3">
        <SegmentModels
          draft={draft}
          shown={at >= 0 ? shown : null}
          canEdit={canEdit}
          slugFor={(name, taken) => freeSlug(models, name, taken)}
          onShow={setShown}
          onChange={setDraft}
        />
        <LabelsCard
          version={score.version}
          draft={draft}
          minimumCoveragePct={part.minimumCoveragePct}
          canEdit={canEdit}
          onChange={setDraft}
          onCoverage={(minimumCoveragePct) => changePart({ minimumCoveragePct })}
        />
        {isChanged && (
          <Card title="What would change">
            {empty ? (
              <p role="alert" className="mb-3 text-s text-warn">
                “{empty.name}” has no measures yet. Add one, or remove the group.
              </p>
            ) : (
              <ModelPreview score={score} model={draft} />
            )}
            {save.error && <p className="mb-2 text-s text-bad">{save.error.message}</p>}
            <div className="flex flex-wrap gap-2">
              <Button
                variant="primary"
                busy={save.isPending}
                disabled={empty !== undefined}
                onClick={() => save.mutate({ params: { slug: score.slug }, body: { model: draft } })}
              >
                Save as version {score.version + 1}
              </Button>
              <Button disabled={empty !== undefined} onClick={() => setIsTrying(true)}>
                Try over the past
              </Button>
              <Button variant="quiet" onClick={() => setDraft(score.model)}>
                Discard
              </Button>
            </div>
          </Card>
        )}
        <VersionsCard score={score} onUse={canEdit ? setDraft : undefined} />
      </div>
      {isTrying && (
        <BackcastDialog score={score} draft={draft} onDone={onTried} onClose={() => setIsTrying(false)} />
      )}
      {isAdding && (
        <GroupDialog
          onDone={(name) => {
            const group = { slug: freeSlug(models, name), name, weight: 1, measures: [] };
            changePart({ groups: [...part.groups, group] });
            setIsAdding(false);
          }}
          onClose={() => setIsAdding(false)}
        />
      )}
    </div>
  );
}
