import { cadenceSteps, getRuleCatalog } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { useState } from "react";
import { z } from "zod";
import type { CallResult } from "../../../api/client.ts";
import { useCall, useWrite } from "../../../api/query.ts";
import { slugOf } from "../../../api/slug.ts";
import { Button } from "../../../ui/button.tsx";
import { Chip } from "../../../ui/chip.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { Input } from "../../../ui/input.tsx";
import { readRule } from "../../../ui/rule-editor/read-rule.ts";
import { RuleEditor } from "../../../ui/rule-editor/rule-editor.tsx";
import { Select } from "../../../ui/select.tsx";
import { Skeleton } from "../../../ui/skeleton.tsx";
import { toast } from "../../../ui/toast.tsx";
import { useUrlState } from "../../../ui/url-state.ts";
import { DefinitionsForm } from "./definitions-form.tsx";
import { NumberInput } from "./number-input.tsx";
import { type TouchModel, touchModelOf, touchModels, touchValue } from "./touch-models.ts";

type Step = CallResult<typeof cadenceSteps.read>["items"][number];

const countedTo = [
  { value: "expiry", label: "before expiry" },
  { value: "notice-deadline", label: "before the notice deadline" },
] as const;

const ladderState = z.object({
  ladder: z
    .enum(touchModels.map(({ value }) => value))
    .default("every")
    .catch("every"),
});

/** The ladder of each touch model: by which day what must be true. */
export function CadenceForm({ steps, mayEdit }: { steps: readonly Step[]; mayEdit: boolean }) {
  const [{ ladder: shown }, change] = useUrlState(ladderState);
  const of = (value: TouchModel) => steps.filter(({ touchModel }) => touchValue(touchModel) === value);
  const save = useWrite(cadenceSteps.write, {
    refreshes: [cadenceSteps.read],
    onSuccess: () =>
      toast({ title: "Cadence saved", undo: () => save.mutate({ body: { items: [...steps] } }) }),
  });
  const others = steps.filter(({ touchModel }) => touchValue(touchModel) !== shown);
  const own = of(shown);
  return (
    <div className="flex flex-col gap-2">
      <fieldset className="flex flex-wrap gap-1.5">
        <legend className="sr-only">Ladder of</legend>
        {touchModels.map(({ value, label }) => (
          <Chip key={value} pressed={shown === value} onClick={() => change({ ladder: value })}>
            {label}
            {of(value).length > 0 ? ` · ${of(value).length}` : ""}
          </Chip>
        ))}
      </fieldset>
      <DefinitionsForm<Step>
        key={shown}
        title={`Cadence: ${touchModels.find(({ value }) => value === shown)?.label.toLowerCase()}`}
        subtitle={
          shown !== "every" && own.length === 0
            ? "No ladder of its own: that of every account holds"
            : "By each day its rule must be true; a renewal is behind by the days since the first that is not. Negative days lie after expiry"
        }
        noun="step"
        stored={own}
        blank={{
          slug: "",
          touchModel: touchModelOf(shown),
          daysBefore: 90,
          countedTo: "expiry",
          label: "",
          rule: { subject: "nextStep", op: "is-set" },
        }}
        mayEdit={mayEdit}
        sentAfter={others.length}
        save={{
          ...save,
          mutate: (items) => save.mutate({ body: { items: [...others, ...named(items, steps)] } }),
        }}
        nameOf={({ label }, at) => label || `step ${at + 1}`}
        row={(step, change, at) => (
          <>
            <NumberInput
              label={`Days of step ${at + 1}`}
              unit="days"
              readOnly={!mayEdit}
              value={step.daysBefore}
              onChange={(days) => change({ daysBefore: days ?? 0 })}
            />
            <Select
              aria-label={`Step ${at + 1} is counted`}
              disabled={!mayEdit}
              options={countedTo}
              value={step.countedTo}
              onValueChange={(to) => change({ countedTo: to })}
            />
            <span className="min-w-56 flex-1">
              <Input
                aria-label={`Name of step ${at + 1}`}
                readOnly={!mayEdit}
                value={step.label}
                onChange={(event) => change({ label: event.target.value })}
              />
            </span>
            <StepRule step={step} mayEdit={mayEdit} onChange={(rule) => change({ rule })} />
          </>
        )}
      />
    </div>
  );
}

/** New steps get a name of their own for programs, different from all others of every ladder. */
function named(items: readonly Step[], taken: readonly Step[]): Step[] {
  const slugs = new Set(taken.map(({ slug }) => slug));
  return items.map((step) => {
    if (step.slug) return step;
    const base = slugOf(`${step.touchModel ?? ""} ${step.label}`);
    let slug = base;
    for (let n = 2; slugs.has(slug); n += 1) slug = `${base}_${n}`;
    slugs.add(slug);
    return { ...step, slug };
  });
}

/** What must be true by then, in words; edited in a dialog. */
function StepRule({
  step,
  mayEdit,
  onChange,
}: {
  step: Step;
  mayEdit: boolean;
  onChange: (rule: RuleJson) => void;
}) {
  const catalog = useCall(getRuleCatalog, {}).data;
  const [draft, setDraft] = useState<RuleJson | null>(null);
  const sentence = (catalog && readRule(catalog, "renewal", step.rule as RuleJson).sentence) || "";
  const isComplete = catalog && draft !== null && readRule(catalog, "renewal", draft).problems.length === 0;
  if (!mayEdit) return <span className="text-s text-ink-2">{sentence}</span>;
  return (
    <>
      <button
        type="button"
        title={sentence}
        className="max-w-72 truncate text-left text-s text-accent underline"
        aria-label={`Rule of ${step.label || "this step"}: ${sentence}`}
        onClick={() => setDraft(step.rule as RuleJson)}
      >
        {sentence || "Rule"}
      </button>
      {draft !== null && (
        <Dialog
          open
          onOpenChange={(isOpen) => !isOpen && setDraft(null)}
          title={step.label || "This step"}
          description="What must be true of a renewal by that day"
          width="l"
        >
          {catalog ? (
            <RuleEditor catalog={catalog} object="renewal" rule={draft} onChange={setDraft} />
          ) : (
            <Skeleton lines={3} />
          )}
          <div className="mt-4 flex justify-end gap-2">
            <Button onClick={() => setDraft(null)}>Cancel</Button>
            <Button
              variant="primary"
              disabled={!isComplete}
              onClick={() => {
                onChange(draft);
                setDraft(null);
              }}
            >
              Use this rule
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
