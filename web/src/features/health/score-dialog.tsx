import {
  createHealthScore,
  getHealthScore,
  type HealthModel,
  type HealthScore,
  listHealthScores,
  type RollUpMethod,
  updateHealthScore,
} from "@perennial/contract";
import { useState } from "react";
import { useWrite } from "../../api/query.ts";
import { useRuleMaterial } from "../../api/rule-material.ts";
import { slugOf } from "../../api/slug.ts";
import { Checkbox } from "../../ui/choice.tsx";
import { Combobox } from "../../ui/combobox.tsx";
import { Field } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { TextArea } from "../../ui/input.tsx";
import { Select } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { toast } from "../../ui/toast.tsx";
import { numberTypes } from "./measure-dialog.tsx";
import { type Direction, directions, firstTransform } from "./model-parts.ts";

const copyOf = "copy:";
const rollUpWords: { value: RollUpMethod; label: string }[] = [
  { value: "arr-weighted", label: "the mean, weighted by ARR" },
  { value: "worst", label: "the worst" },
  { value: "mean", label: "the mean" },
];

type ScoreDialogProps = {
  scores: readonly HealthScore[];
  /** Absent for a new one. */
  score?: HealthScore;
  onCreated: (slug: string) => void;
  onClose: () => void;
};

/** Names a score and says what healthy means here. A new one begins with one number, or as a copy; its page builds the rest. */
export function ScoreDialog({ scores, score, onCreated, onClose }: ScoreDialogProps) {
  const { catalog } = useRuleMaterial();
  const [name, setName] = useState(score?.name ?? "");
  const [description, setDescription] = useState(score?.description ?? "");
  const [isPrimary, setIsPrimary] = useState(score?.isPrimary ?? false);
  const [rollUp, setRollUp] = useState<RollUpMethod>(score?.rollUp ?? "arr-weighted");
  const [start, setStart] = useState<string | null>(null);
  const [direction, setDirection] = useState<Direction>("higher");
  const refreshes = [listHealthScores, getHealthScore];
  const create = useWrite(createHealthScore, {
    refreshes,
    onSuccess: ({ slug }) => {
      onClose();
      onCreated(slug);
    },
  });
  const update = useWrite(updateHealthScore, {
    refreshes,
    onSuccess: () => {
      onClose();
      toast({ title: "Saved", tone: "good" });
    },
  });
  const fields = catalog?.objects.find((object) => object.slug === "account")?.fields ?? [];
  const starts = [
    ...scores.map((each) => ({ value: `${copyOf}${each.slug}`, label: `A copy of ${each.name}` })),
    ...fields
      .filter((field) => numberTypes.includes(field.type))
      .map((field) => ({ value: field.slug, label: field.label })),
  ];
  const submit = () => {
    if (score) {
      const body = { name, description, rollUp, ...(isPrimary && !score.isPrimary ? { isPrimary } : {}) };
      update.mutate({ params: { slug: score.slug }, body });
      return;
    }
    const copied = scores.find((each) => start === `${copyOf}${each.slug}`);
    const label = starts.find((each) => each.value === start)?.label ?? "";
    const model = copied?.model ?? firstModel(start ?? "", label, direction);
    create.mutate({ body: { slug: slugOf(name), name, description, model } });
  };
  return (
    <FormDialog
      title={score ? `Name and purpose of ${score.name}` : "New health score"}
      write={score ? update : create}
      onSubmit={submit}
      onClose={onClose}
      submitLabel={score ? "Save" : "Create"}
      disabled={slugOf(name) === "" || (!score && start === null)}
    >
      <TextField label="Name" path="name" maxLength={100} value={name} onChange={setName} />
      <Field label="What healthy means here" optional>
        {(control) => (
          <TextArea
            {...control}
            maxLength={5000}
            value={description}
            onChange={(event) => setDescription(event.target.value)}
          />
        )}
      </Field>
      {score && (
        <Field label="An organization's score is" hint="Of its accounts that have one">
          {(control) => (
            <Select {...control} options={rollUpWords} value={rollUp} onValueChange={setRollUp} />
          )}
        </Field>
      )}
      {score ? (
        <Checkbox
          checked={isPrimary}
          disabled={score.isPrimary}
          onCheckedChange={setIsPrimary}
          label="The primary score"
          hint={
            score.isPrimary
              ? "Another score becomes the primary when it is made so"
              : "Lists, baselines, the likelihood model and all that asks about the primary score then go by it"
          }
        />
      ) : (
        <>
          <Field label="Begins with" hint="More measures, weights and labels follow on its page">
            {(control) => (
              <Combobox
                {...control}
                label="Begins with"
                placeholder="A number, or a copy of a score"
                options={starts}
                value={start}
                onValueChange={setStart}
                className="w-full"
              />
            )}
          </Field>
          {start !== null && !start.startsWith(copyOf) && (
            <Field label="Direction">
              {(control) => (
                <Select {...control} options={directions} value={direction} onValueChange={setDirection} />
              )}
            </Field>
          )}
        </>
      )}
    </FormDialog>
  );
}

/** One group with one measure, read by the usual labels. */
function firstModel(field: string, label: string, direction: Direction): HealthModel {
  const measure = {
    slug: slugOf(label) || "first",
    name: label.slice(0, 100),
    weight: 1,
    source: { kind: "field" as const, field },
    transform: firstTransform("bands", direction === "higher"),
    missing: "leave-out" as const,
  };
  return {
    groups: [{ slug: "first_group", name: "First group", weight: 1, measures: [measure] }],
    labels: [
      { value: "at_risk", label: "At risk", from: 0, tone: "bad" },
      { value: "concerning", label: "Concerning", from: 40, tone: "warn" },
      { value: "healthy", label: "Healthy", from: 70, tone: "good" },
    ],
    minimumCoveragePct: 30,
  };
}
