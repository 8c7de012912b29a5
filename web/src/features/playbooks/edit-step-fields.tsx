import {
  listFields,
  listIndicatorDefinitions,
  listSegments,
  type PlaybookDetail,
  type PlaybookStep,
  templates,
} from "@perennial/contract";
import { useCall } from "../../api/query.ts";
import { Checkbox } from "../../ui/choice.tsx";
import { Combobox } from "../../ui/combobox.tsx";
import { Field, useFieldError } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";

/** A setting that a simple control edits, by its name in the settings. */
type Setting =
  | { name: string; label: string; control: "segment" | "indicator" | "stage" }
  | { name: string; label: string; control: "template"; kind: "conversation" | "project" }
  | { name: string; label: string; control: "days" }
  | { name: string; label: string; control: "text" }
  | { name: string; label: string; control: "flag"; hint?: string };

const segment: Setting = { name: "segment", label: "Segment", control: "segment" };
const indicator: Setting = { name: "indicator", label: "Indicator", control: "indicator" };
const mail: Setting = { name: "template", label: "Template", control: "template", kind: "conversation" };

/** What can be edited of each kind of step; the others are edited through the API. */
const settingsByKind: Partial<Record<PlaybookStep["kind"], readonly Setting[]>> = {
  "add-to-segment": [segment],
  "remove-from-segment": [segment],
  "create-project": [{ name: "template", label: "Template", control: "template", kind: "project" }],
  "start-conversation": [
    mail,
    {
      name: "isHeld",
      label: "Hold each message for review",
      control: "flag",
      hint: "It is sent when a person releases it",
    },
  ],
  "reply-in-conversation": [mail],
  "wait-for-answer": [{ name: "days", label: "Days to wait for an answer", control: "days" }],
  "set-renewal-stage": [
    { name: "stage", label: "Stage", control: "stage" },
    { name: "stampsNoticeSent", label: "Stamp Renewal Notice Sent", control: "flag" },
  ],
  "create-task": [
    { name: "title", label: "Title", control: "text" },
    { name: "dueInDays", label: "Due after days", control: "days" },
  ],
  "raise-indicator": [indicator, { name: "message", label: "What it says", control: "text" }],
  "clear-indicator": [indicator, { name: "whatWasDone", label: "What was done", control: "text" }],
  stop: [{ name: "reason", label: "Reason", control: "text" }],
};

/** The controls for a step's settings; nothing where none is simple enough. */
export function settingsOf(step: PlaybookStep): readonly Setting[] {
  return settingsByKind[step.kind] ?? [];
}

export function canEditStep(step: PlaybookStep): boolean {
  return settingsOf(step).length > 0;
}

/** The controls for a trigger's settings. */
export function settingsOfTrigger({ definition }: Pick<PlaybookDetail, "definition">): readonly Setting[] {
  switch (definition.trigger.kind) {
    case "segment-entered":
      return [segment];
    case "indicator-raised":
    case "indicator-cleared":
      return [indicator];
    default:
      return [];
  }
}

export function canEditTrigger(playbook: PlaybookDetail): boolean {
  return settingsOfTrigger(playbook).length > 0;
}

type Values = Record<string, unknown>;
type FieldsProps = {
  settings: readonly Setting[];
  values: Values;
  /** Where these settings stand in the definition, to find their errors. */
  path: string;
  onChange: (values: Values) => void;
};

/** One control for each setting. */
export function StepFields({ settings, values, path, onChange }: FieldsProps) {
  return settings.map((setting) => (
    <StepField
      key={setting.name}
      setting={setting}
      value={values[setting.name]}
      path={`${path}.${setting.name}`}
      onChange={(value) => onChange({ ...values, [setting.name]: value })}
    />
  ));
}

type OneProps = { setting: Setting; value: unknown; path: string; onChange: (value: unknown) => void };

function StepField({ setting, value, path, onChange }: OneProps) {
  const error = useFieldError(path, setting.label);
  if (setting.control === "flag") {
    const hint = setting.hint ? { hint: setting.hint } : {};
    return <Checkbox label={setting.label} checked={value === true} onCheckedChange={onChange} {...hint} />;
  }
  return (
    <Field label={setting.label} error={error}>
      {(control) => {
        switch (setting.control) {
          case "days":
            return (
              <Input
                {...control}
                type="number"
                min={1}
                max={365}
                value={typeof value === "number" ? value : ""}
                onChange={(event) =>
                  onChange(event.target.value === "" ? undefined : Number(event.target.value))
                }
              />
            );
          case "text":
            return (
              <Input
                {...control}
                value={typeof value === "string" ? value : ""}
                onChange={(event) => onChange(event.target.value)}
              />
            );
          default:
            return <Choose setting={setting} value={value} onChange={onChange} control={control} />;
        }
      }}
    </Field>
  );
}

function Choose({ setting, value, onChange, control }: Omit<OneProps, "path"> & { control: { id: string } }) {
  const options = useOptions(setting);
  return (
    <Combobox
      {...control}
      label={setting.label}
      options={options}
      value={typeof value === "string" ? value : null}
      onValueChange={onChange}
      className="w-full"
    />
  );
}

function useOptions(setting: Setting): { value: string; label: string; hint?: string }[] {
  const segments = useCall(listSegments, {}, { enabled: setting.control === "segment" });
  const indicators = useCall(
    listIndicatorDefinitions,
    { query: {} },
    { enabled: setting.control === "indicator" },
  );
  const fields = useCall(
    listFields,
    { params: { object: "renewal" } },
    { enabled: setting.control === "stage" },
  );
  const kind = setting.control === "template" ? setting.kind : "conversation";
  const found = useCall(templates.list, { query: { kind } }, { enabled: setting.control === "template" });
  switch (setting.control) {
    case "segment":
      return (segments.data?.items ?? []).map(({ slug, name }) => ({ value: slug, label: name }));
    case "indicator":
      return (indicators.data?.items ?? []).map(({ slug, name }) => ({ value: slug, label: name }));
    case "template":
      return (found.data?.items ?? []).map(({ slug, name, category }) => ({
        value: slug,
        label: name,
        hint: category,
      }));
    case "stage": {
      const stage = fields.data?.items.find((field) => field.slug === "stage");
      return (stage?.options ?? []).map(({ value, label }) => ({ value, label }));
    }
    default:
      return [];
  }
}
