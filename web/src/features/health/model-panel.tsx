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
import { GroupDialog } from "./group-dialog.tsx";
import { GroupEditor } from "./group-editor.tsx";
import { LabelsCard } from "./labels-card.tsx";
import { emptyGroupIn, freeSlug } from "./model-parts.ts";
import { ModelPreview } from "./model-preview.tsx";
import { sharesOf, withGroup } from "./model-shares.ts";
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

/** The model of a score: built and changed here as a draft, with what it would do shown before it is saved. */
export function ModelPanel({ score, canEdit }: { score: HealthScore; canEdit: boolean }) {
  const [draft, setDraft] = useState<HealthModel>(score.model);
  const [isAdding, setIsAdding] = useState(false);
  const about = useAbout();
  const versions = useCall(listHealthScoreVersions, { params: { slug: score.slug } });
  const models = [draft, score.model, ...(versions.data?.items ?? []).map((each) => each.model)];
  const isChanged = JSON.stringify(draft) !== JSON.stringify(score.model);
  const save = useWrite(updateHealthScore, {
    refreshes: [getHealthScore, listHealthScores, listHealthScoreVersions, listScoredAccounts],
    onSuccess: () => toast({ title: "Saved. All accounts are being scored again.", tone: "good" }),
  });
  const empty = emptyGroupIn(draft.groups);
  const groupShares = sharesOf(draft.groups);
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
        {draft.groups.map((group, at) => (
          <GroupEditor
            key={group.slug}
            group={group}
            share={groupShares[at] ?? 0}
            of="the score"
            about={about}
            slugFor={(name) => freeSlug(models, name)}
            canEdit={canEdit}
            onChange={(next) => setDraft(withGroup(draft, at, next))}
            onRemove={
              draft.groups.length > 1
                ? () => setDraft({ ...draft, groups: draft.groups.toSpliced(at, 1) })
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
        <LabelsCard version={score.version} draft={draft} canEdit={canEdit} onChange={setDraft} />
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
            <div className="flex gap-2">
              <Button
                variant="primary"
                busy={save.isPending}
                disabled={empty !== undefined}
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
        <VersionsCard score={score} onUse={canEdit ? setDraft : undefined} />
      </div>
      {isAdding && (
        <GroupDialog
          onDone={(name) => {
            const group = { slug: freeSlug(models, name), name, weight: 1, measures: [] };
            setDraft({ ...draft, groups: [...draft.groups, group] });
            setIsAdding(false);
          }}
          onClose={() => setIsAdding(false)}
        />
      )}
    </div>
  );
}
