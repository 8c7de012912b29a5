import {
  getSegment,
  listSegmentMembers,
  listSegments,
  type Segment,
  updateSegment,
} from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { useState } from "react";
import { useWrite } from "../../api/query.ts";
import { useRuleMaterial } from "../../api/rule-material.ts";
import { Button } from "../../ui/button.tsx";
import { readRule } from "../../ui/rule-editor/read-rule.ts";
import { RuleEditor } from "../../ui/rule-editor/rule-editor.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState, ErrorState } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { RulePreview } from "./rule-preview.tsx";
import { segmentWords } from "./segment-words.ts";

/** The rule of a segment: edited with a live count, saved for everybody at once, undone with one click. */
export function RulePanel({ segment, canEdit }: { segment: Segment; canEdit: boolean }) {
  const { catalog, references, error } = useRuleMaterial();
  const [draft, setDraft] = useState<RuleJson | null>(segment.rule);
  const save = useWrite(updateSegment, { refreshes: [getSegment, listSegments, listSegmentMembers] });
  if (error) return <ErrorState error={error} />;
  if (!catalog) return <Skeleton lines={5} />;
  if (draft === null) {
    return (
      <EmptyState
        title="This segment has no rule"
        actions={
          canEdit && (
            <Button variant="primary" onClick={() => setDraft({ all: [] })}>
              Write a rule
            </Button>
          )
        }
      >
        {segmentWords[segment.object].title} are added by hand, by playbooks and by imports.
      </EmptyState>
    );
  }
  const write = (rule: RuleJson | null, then: () => void) =>
    save.mutate({ params: { slug: segment.slug }, body: { rule } }, { onSuccess: then });
  const isChanged = JSON.stringify(draft) !== JSON.stringify(segment.rule);
  const isComplete = readRule(catalog, segment.object, draft).problems.length === 0;
  const saveDraft = () => {
    const before = segment.rule;
    write(draft, () =>
      toast({
        title: "Saved. Members are being worked out.",
        tone: "good",
        undo: () => {
          setDraft(before);
          write(before, () => undefined);
        },
      }),
    );
  };
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_300px]">
      <div className="flex flex-col gap-3">
        <RuleEditor
          catalog={catalog}
          object={segment.object}
          rule={draft}
          onChange={setDraft}
          references={references}
        />
        {save.error && (
          <p role="alert" className="rounded-control bg-bad-soft px-3 py-2 text-s text-bad">
            {save.error.message}
          </p>
        )}
        {canEdit && (
          <div className="flex gap-2">
            <Button
              variant="primary"
              disabled={!isChanged || !isComplete}
              busy={save.isPending}
              onClick={saveDraft}
            >
              Save the rule
            </Button>
            <Button variant="quiet" disabled={!isChanged} onClick={() => setDraft(segment.rule)}>
              Discard
            </Button>
          </div>
        )}
      </div>
      <RulePreview catalog={catalog} object={segment.object} rule={draft} />
    </div>
  );
}
