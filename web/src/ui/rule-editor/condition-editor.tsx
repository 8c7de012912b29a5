import { operatorFor, operatorsFor, type RuleJson } from "@perennial/rules";
import { Timer } from "lucide-react";
import { Button } from "../button.tsx";
import { Select } from "../select.tsx";
import type { EditorObject } from "./editor-context.ts";
import { sourceOf, useConditionField } from "./event-properties.ts";
import { mayLast, withOperator, withValue } from "./new-node.ts";
import type { NodeActions } from "./node-actions.ts";
import { NodeFrame } from "./node-frame.tsx";
import { ReachInput } from "./reach-input.tsx";
import { SubjectPicker } from "./subject-picker.tsx";
import { ValueEditor } from "./value-editor.tsx";

type Condition = Extract<RuleJson, { subject: string }>;

/** A condition about one field: what, how, with what. The operators and the value's form come from their own records. */
export function ConditionEditor({
  condition,
  object,
  path,
  onChange,
  actions,
}: {
  condition: Condition;
  object: EditorObject;
  path: string;
  onChange: (rule: RuleJson) => void;
  actions: NodeActions;
}) {
  const field = useConditionField(object, condition);
  const operator = field && operatorFor(field, condition.op);
  const label = field?.label ?? condition.subject;
  return (
    <NodeFrame path={path} actions={actions}>
      <SubjectPicker
        object={object}
        current={{ value: `field ${condition.subject}`, label }}
        onPick={onChange}
      />
      {field && (
        <Select
          data-go-on
          aria-label={`${label}: how`}
          options={operatorsFor(field).map((each) => ({ value: each.id, label: each.label }))}
          value={operator ? condition.op : ""}
          onValueChange={(op) => onChange(withOperator(condition, field, op))}
        />
      )}
      {field && operator && (
        <ValueEditor
          key={field.slug}
          label={`${label}: value`}
          operator={operator}
          field={field}
          source={operator.id === "matches-pattern" ? undefined : sourceOf(object, field)}
          value={condition.value}
          onChange={(value) => {
            const { value: _, ...rest } = condition;
            onChange(withValue(rest, value));
          }}
        />
      )}
      {field && operator && mayLast(field, condition.op) && (
        <DurationOfTruth label={label} condition={condition} onChange={onChange} />
      )}
    </NodeFrame>
  );
}

/** Since when the condition must have held: asked for with a click, taken back by emptying it. */
function DurationOfTruth({
  label,
  condition,
  onChange,
}: {
  label: string;
  condition: Condition;
  onChange: (rule: RuleJson) => void;
}) {
  const { forDays, forHours, ...rest } = condition;
  if (forDays === undefined && forHours === undefined) {
    return (
      <Button variant="quiet" icon={Timer} onClick={() => onChange({ ...rest, forDays: 14 })}>
        for at least…
      </Button>
    );
  }
  return (
    <span className="flex items-center gap-1.5">
      <span className="text-ink-2">for at least</span>
      <ReachInput
        label={`${label}: for at least`}
        value={{ days: forDays, hours: forHours }}
        onChange={({ days, hours }) =>
          onChange({
            ...rest,
            ...(days === undefined ? {} : { forDays: days }),
            ...(hours === undefined ? {} : { forHours: hours }),
          })
        }
      />
    </span>
  );
}
