import type { RuleJson } from "@perennial/rules";
import { useState } from "react";
import { useRuleMaterial } from "../../api/rule-material.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { readRule } from "../../ui/rule-editor/read-rule.ts";
import { RuleEditor } from "../../ui/rule-editor/rule-editor.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { ErrorState } from "../../ui/states.tsx";

type FilterProps = {
  object: string;
  rule: RuleJson;
  onApply: (rule: RuleJson | undefined) => void;
  onClose: () => void;
};

/** The rule of a view, in the one rule editor. */
export function FilterDialog({ object, rule, onApply, onClose }: FilterProps) {
  const { catalog, references, error } = useRuleMaterial();
  const [draft, setDraft] = useState<RuleJson>(rule);
  const isComplete = catalog && readRule(catalog, object, draft).problems.length === 0;
  const apply = (next: RuleJson | undefined) => {
    onApply(next);
    onClose();
  };
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()} title="Filter" width="l">
      {error && <ErrorState error={error} />}
      {!error && !catalog && <Skeleton lines={4} />}
      {catalog && (
        <RuleEditor
          catalog={catalog}
          object={object}
          rule={draft}
          onChange={setDraft}
          references={references}
        />
      )}
      <div className="mt-4 flex justify-end gap-2">
        <Button onClick={() => apply(undefined)}>No filter</Button>
        <Button variant="primary" disabled={!isComplete} onClick={() => apply(draft)}>
          Apply
        </Button>
      </div>
    </Dialog>
  );
}
