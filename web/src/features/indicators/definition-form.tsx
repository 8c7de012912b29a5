import {
  getIndicatorDefinition,
  type IndicatorDefinition,
  listIndicatorDefinitions,
  polarities,
  severities,
  updateIndicatorDefinition,
} from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { useState } from "react";
import { useWrite } from "../../api/query.ts";
import { useRuleMaterial } from "../../api/rule-material.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Combobox } from "../../ui/combobox.tsx";
import { Field, Form } from "../../ui/field.tsx";
import { RuleEditor } from "../../ui/rule-editor/rule-editor.tsx";
import { Select } from "../../ui/select.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { TextAreaField } from "../../ui/text-area-field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { toast } from "../../ui/toast.tsx";
import { OwnerFields } from "./owner-fields.tsx";

type Draft = Pick<
  IndicatorDefinition,
  | "name"
  | "description"
  | "polarity"
  | "severity"
  | "rule"
  | "threshold"
  | "owner"
  | "message"
  | "clears"
  | "slackChannel"
> & { dueInDays: string; quietDays: string; limit: string };

const comparisons = [
  { value: "at-most", label: "is at most" },
  { value: "less-than", label: "is less than" },
  { value: "at-least", label: "is at least" },
  { value: "greater-than", label: "is more than" },
] as const;
const endings = [
  { value: "condition-ends", label: "When the condition ends" },
  { value: "addressed", label: "Only when a person addresses it" },
  { value: "rule", label: "When another rule is true" },
] as const;

function draftOf(definition: IndicatorDefinition): Draft {
  const { name, description, polarity, severity, rule, threshold, owner, message, clears, slackChannel } =
    definition;
  const texts = {
    dueInDays: String(definition.dueInDays),
    quietDays: String(definition.quietDays),
    limit: threshold ? String(threshold.value) : "",
  };
  return {
    name,
    description,
    polarity,
    severity,
    rule,
    threshold,
    owner,
    message,
    clears,
    slackChannel,
    ...texts,
  };
}

/** Edits a definition; saved for everybody at once. Red zones are edited for all indicators together. */
export function DefinitionForm({
  definition,
  mayEdit,
}: {
  definition: IndicatorDefinition;
  mayEdit: boolean;
}) {
  const material = useRuleMaterial();
  const [draft, setDraft] = useState(() => draftOf(definition));
  const change = (patch: Partial<Draft>) => setDraft((before) => ({ ...before, ...patch }));
  const save = useWrite(updateIndicatorDefinition, {
    refreshes: [getIndicatorDefinition, listIndicatorDefinitions],
    onSuccess: () => toast({ title: "Saved. It is worked out anew for all accounts." }),
  });
  if (material.error) return <ErrorState error={material.error} />;
  const { catalog, references } = material;
  if (!catalog) return <Skeleton lines={8} />;
  const numbers = (catalog.objects.find((object) => object.slug === "account")?.fields ?? []).filter(
    (field) => ["number", "currency", "percentage", "score"].includes(field.type),
  );
  const { limit, dueInDays, quietDays, threshold, ...rest } = draft;
  const body = {
    ...rest,
    threshold: threshold ? { ...threshold, value: Number(limit) } : null,
    dueInDays: Number(dueInDays),
    quietDays: Number(quietDays),
  };
  const editor = (rule: RuleJson, onChange: (rule: RuleJson) => void) => (
    <RuleEditor catalog={catalog} object="account" rule={rule} onChange={onChange} references={references} />
  );
  return (
    <Form
      onSubmit={() => save.mutate({ params: { slug: definition.slug }, body })}
      error={save.error?.message}
      fieldErrors={save.error?.fields}
      actions={
        mayEdit && (
          <Button variant="primary" type="submit" busy={save.isPending}>
            Save
          </Button>
        )
      }
    >
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <Card title="Raised when" subtitle="Both parts must be true; churned customers are left alone">
          <div className="mb-4 grid gap-3 sm:grid-cols-[minmax(0,2fr)_minmax(0,1fr)_7rem]">
            <Field label="A number">
              {(control) => (
                <Combobox
                  {...control}
                  label="A number"
                  placeholder="None"
                  options={numbers.map((field) => ({ value: field.slug, label: field.label }))}
                  value={threshold?.subject ?? null}
                  onValueChange={(subject) =>
                    change({
                      threshold:
                        subject === null ? null : { op: threshold?.op ?? "at-least", value: 0, subject },
                    })
                  }
                  className="w-full"
                />
              )}
            </Field>
            {threshold && (
              <>
                <Field label="Compared">
                  {(control) => (
                    <Select
                      {...control}
                      options={comparisons}
                      value={threshold.op}
                      onValueChange={(op) => change({ threshold: { ...threshold, op } })}
                    />
                  )}
                </Field>
                <TextField
                  label="With"
                  path="threshold.value"
                  inputMode="decimal"
                  value={limit}
                  onChange={(text) => change({ limit: text })}
                />
              </>
            )}
          </div>
          {threshold && (
            <Button variant="quiet" onClick={() => change({ threshold: null })}>
              Without a number
            </Button>
          )}
          <p className="mt-3 mb-2 text-s font-medium text-ink-2">And this rule</p>
          {draft.rule ? (
            <>
              {editor(draft.rule, (rule) => change({ rule }))}
              <Button variant="quiet" onClick={() => change({ rule: null })}>
                Without a rule
              </Button>
            </>
          ) : (
            <Button onClick={() => change({ rule: { all: [] } })}>Add a rule</Button>
          )}
        </Card>
        <Card title="What follows">
          <div className="flex flex-col gap-3">
            <TextField label="Name" path="name" value={draft.name} onChange={(name) => change({ name })} />
            <TextField
              label="Description"
              path="description"
              optional
              value={draft.description}
              onChange={(description) => change({ description })}
            />
            <TextAreaField
              label="It says"
              path="message"
              hint="With variables, such as {{ account.name }}"
              value={draft.message}
              onChange={(message) => change({ message })}
            />
            <div className="grid gap-3 sm:grid-cols-2">
              <Field label="Polarity">
                {(control) => (
                  <Select
                    {...control}
                    options={polarities}
                    value={draft.polarity}
                    onValueChange={(polarity) => change({ polarity })}
                  />
                )}
              </Field>
              <Field label="Severity">
                {(control) => (
                  <Select
                    {...control}
                    options={severities}
                    value={draft.severity}
                    onValueChange={(severity) => change({ severity })}
                  />
                )}
              </Field>
              <TextField
                label="Due in days"
                path="dueInDays"
                inputMode="numeric"
                value={draft.dueInDays}
                onChange={(text) => change({ dueInDays: text })}
              />
              <TextField
                label="Quiet for days"
                path="quietDays"
                inputMode="numeric"
                value={draft.quietDays}
                onChange={(text) => change({ quietDays: text })}
              />
            </div>
            <OwnerFields owner={draft.owner} onChange={(owner) => change({ owner })} />
            <TextField
              label="Also in the Slack channel"
              path="slackChannel"
              optional
              placeholder="#customer-alerts"
              value={draft.slackChannel ?? ""}
              onChange={(text) => change({ slackChannel: text.trim() === "" ? null : text })}
            />
            <Field label="Over">
              {(control) => (
                <Select
                  {...control}
                  options={endings}
                  value={draft.clears.kind}
                  onValueChange={(kind) =>
                    change({ clears: kind === "rule" ? { kind, rule: { all: [] } } : { kind } })
                  }
                />
              )}
            </Field>
            {draft.clears.kind === "rule" &&
              editor(draft.clears.rule, (rule) => change({ clears: { kind: "rule", rule } }))}
          </div>
        </Card>
      </div>
    </Form>
  );
}
