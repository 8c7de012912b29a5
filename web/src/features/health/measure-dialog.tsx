import {
  type HealthMeasure,
  type MissingPolicy,
  missingPolicies,
  pulseField,
  type TransformKind,
} from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { useState } from "react";
import { useRuleMaterial } from "../../api/rule-material.ts";
import { slugOf } from "../../api/slug.ts";
import { Combobox } from "../../ui/combobox.tsx";
import { Field } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { readRule } from "../../ui/rule-editor/read-rule.ts";
import { RuleEditor } from "../../ui/rule-editor/rule-editor.tsx";
import { Select } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { missingWords } from "./measure-editor.tsx";
import { type Direction, directions, firstTransform } from "./model-parts.ts";
import { useSegmentOptions } from "./transforms/use-segment-options.ts";

const looks = [
  { value: "field", label: "A number" },
  { value: "rule", label: "A rule, true or false" },
  { value: "pulse", label: "The pulse a person of ours gives" },
] as const;
const transforms = [
  { value: "bands", label: "Bands: a table of ranges" },
  { value: "linear", label: "A straight line between two values" },
  { value: "trend", label: "Its change against the window before" },
  { value: "percentile", label: "Its percentile within a segment" },
  { value: "deviation", label: "Its distance from the healthy of a segment" },
] as const;
type NumberKind = (typeof transforms)[number]["value"];
/** Those that only metrics have what it takes for: a window before, and something usual in a segment. */
const ofMetrics: readonly TransformKind[] = ["trend", "percentile", "deviation"];
const inSegments: readonly TransformKind[] = ["percentile", "deviation"];
/** The types of fields that become points by ranges or a line. */
export const numberTypes: readonly string[] = ["number", "integer", "currency", "percentage"];

type Draft = {
  name: string;
  look: (typeof looks)[number]["value"];
  field: string | null;
  needs: string | undefined;
  rule: RuleJson;
  kind: NumberKind;
  segments: string[];
  direction: Direction;
  missing: MissingPolicy;
};

function draftOf(measure: HealthMeasure | undefined): Draft {
  const source = measure?.source;
  const transform = measure?.transform;
  return {
    name: measure?.name ?? "",
    look: transform?.kind === "pulse" ? "pulse" : (source?.kind ?? "field"),
    field: source?.kind === "field" ? source.field : null,
    needs: source?.kind === "field" ? source.needs : undefined,
    rule: source?.kind === "rule" ? source.rule : { all: [] },
    kind: transforms.find(({ value }) => value === transform?.kind)?.value ?? "bands",
    segments: transform && "segments" in transform ? transform.segments : [],
    direction: "higher",
    missing: measure?.missing ?? "leave-out",
  };
}

type MeasureDialogProps = {
  /** Absent for a new one. */
  measure?: HealthMeasure;
  onDone: (measure: Omit<HealthMeasure, "slug">) => void;
  onClose: () => void;
};

/** What a measure looks at and how that is read. It goes into the draft of the model; the model is saved as a whole. */
export function MeasureDialog({ measure, onDone, onClose }: MeasureDialogProps) {
  const { catalog, references } = useRuleMaterial();
  const segments = useSegmentOptions();
  const [draft, setDraft] = useState(() => draftOf(measure));
  const change = (patch: Partial<Draft>) => setDraft((before) => ({ ...before, ...patch }));
  const fields = catalog?.objects.find((object) => object.slug === "account")?.fields ?? [];
  const isRule = draft.look === "rule";
  const isNumber = draft.look === "field";
  const kind: TransformKind = isRule ? "truth" : isNumber ? draft.kind : "pulse";
  const isOfMetric = isNumber && ofMetrics.includes(kind);
  const isInSegments = isNumber && inSegments.includes(kind);
  const numbers = fields.filter(
    (field) => numberTypes.includes(field.type) && (!isOfMetric || /^metric:[^.]+$/.test(field.slug)),
  );
  const isSound = isRule
    ? catalog !== undefined && readRule(catalog, "account", draft.rule).problems.length === 0
    : !isNumber ||
      (numbers.some((field) => field.slug === draft.field) && (!isInSegments || draft.segments.length > 0));
  const done = () => {
    const source: HealthMeasure["source"] = isRule
      ? { kind: "rule", rule: draft.rule }
      : {
          kind: "field",
          field: isNumber ? (draft.field ?? "") : pulseField,
          ...(draft.needs === undefined || !isNumber ? {} : { needs: draft.needs }),
        };
    const isKept = measure?.transform.kind === kind;
    const kept = isKept ? measure.transform : firstTransform(kind, draft.direction === "higher");
    const transform = "segments" in kept ? { ...kept, segments: draft.segments } : kept;
    onDone({
      name: draft.name.trim(),
      weight: measure?.weight ?? 1,
      source,
      transform,
      missing: draft.missing,
    });
  };
  return (
    <FormDialog
      title={measure ? `Change “${measure.name}”` : "Add a measure"}
      width={isRule ? "m" : "s"}
      write={{ error: null, isPending: false }}
      onSubmit={done}
      onClose={onClose}
      submitLabel={measure ? "Change" : "Add"}
      disabled={!isSound || slugOf(draft.name) === ""}
    >
      <Field label="Looks at">
        {(control) => (
          <Select
            {...control}
            options={looks}
            value={draft.look}
            onValueChange={(look) => change({ look })}
          />
        )}
      </Field>
      {isRule && catalog && (
        <RuleEditor
          catalog={catalog}
          object="account"
          rule={draft.rule}
          onChange={(rule) => change({ rule })}
          references={references}
        />
      )}
      {isNumber && (
        <Field label="Number">
          {(control) => (
            <Combobox
              {...control}
              label="Number"
              placeholder={isOfMetric ? "Metric" : "Metric, trait or another score"}
              options={numbers.map((field) => ({ value: field.slug, label: field.label }))}
              value={draft.field}
              onValueChange={(field) => {
                const label = numbers.find((each) => each.slug === field)?.label ?? "";
                // What another number needed to have data says nothing of this one.
                change({ field, needs: undefined, ...(draft.name === "" ? { name: label } : {}) });
              }}
              className="w-full"
            />
          )}
        </Field>
      )}
      <TextField
        label="Name"
        path="name"
        maxLength={100}
        value={draft.name}
        onChange={(name) => change({ name })}
      />
      {isNumber && (
        <Field label="Becomes points by" hint="Borders and points are then drawn in the model">
          {(control) => (
            <Select
              {...control}
              options={transforms}
              value={draft.kind}
              onValueChange={(next) => change({ kind: next })}
            />
          )}
        </Field>
      )}
      {isInSegments && (
        <Field
          label="Segments"
          hint="Of several, the first that an account is in decides; in none of them there is no data"
        >
          {(control) => (
            <Combobox
              {...control}
              multiple
              label="Segments"
              options={segments}
              value={draft.segments}
              onValueChange={(next) => change({ segments: next })}
              className="w-full"
            />
          )}
        </Field>
      )}
      {kind !== "pulse" && measure?.transform.kind !== kind && (
        <Field label={isRule ? "When it is true" : "Direction"}>
          {(control) => (
            <Select
              {...control}
              options={isRule ? trueWords : directions}
              value={draft.direction}
              onValueChange={(direction) => change({ direction })}
            />
          )}
        </Field>
      )}
      <Field label="Without data">
        {(control) => (
          <Select
            {...control}
            options={missingPolicies.map((value) => ({ value, label: missingWords[value] }))}
            value={draft.missing}
            onValueChange={(missing) => change({ missing })}
          />
        )}
      </Field>
    </FormDialog>
  );
}

const trueWords = [
  { value: "higher", label: "100 points, else 0" },
  { value: "lower", label: "0 points, else 100" },
] as const;
