import { getRuleCatalog, nameRenewals, type Override } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { useState } from "react";
import { useCall } from "../../api/query.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Form } from "../../ui/field.tsx";
import { formatCount } from "../../ui/format.ts";
import { readRule } from "../../ui/rule-editor/read-rule.ts";
import { RuleEditor } from "../../ui/rule-editor/rule-editor.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { TextField } from "../../ui/text-field.tsx";

type About = Extract<Override["about"], { kind: "rule" }>;
const start: RuleJson = { all: [{ subject: "rating", op: "is", value: "at_risk" }] };

/** Asks which renewals a supposition is about: a rule and a name for it. */
export function RuleDialog({ onClose, onChosen }: { onClose: () => void; onChosen: (about: About) => void }) {
  const catalog = useCall(getRuleCatalog, {}).data;
  const [label, setLabel] = useState("");
  const [rule, setRule] = useState<RuleJson>(start);
  const read = catalog ? readRule(catalog, "renewal", rule) : undefined;
  const isComplete = read?.problems.length === 0;
  const found = useCall(nameRenewals, { body: { rule } }, { enabled: isComplete, keepPrevious: true });
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title="Renewals of a rule"
      description="Worked out anew whenever the scenario is looked at"
      width="l"
    >
      {catalog ? (
        <Form
          onSubmit={() =>
            onChosen({
              kind: "rule",
              label: label.trim() || (read?.sentence ?? "A rule").slice(0, 100),
              rule,
            })
          }
          actions={
            <>
              <p aria-live="polite" className="mr-auto self-center text-s text-ink-2">
                {isComplete && found.data ? `${formatCount(found.data.ids.length, "open renewal")} now` : ""}
              </p>
              <Button onClick={onClose}>Cancel</Button>
              <Button type="submit" variant="primary" disabled={!isComplete}>
                Suppose of these
              </Button>
            </>
          }
        >
          <TextField
            label="Name"
            path="label"
            optional
            value={label}
            onChange={setLabel}
            hint="What the rule says, unless named"
          />
          <RuleEditor catalog={catalog} object="renewal" rule={rule} onChange={setRule} />
        </Form>
      ) : (
        <Skeleton lines={4} />
      )}
    </Dialog>
  );
}
