import { operatorFor, operatorsFor, type RuleJson } from "@perennial/rules";
import { Select } from "../select.tsx";
import type { EditorObject } from "./editor-context.ts";
import { withOperator, withValue } from "./new-node.ts";
import { NodeFrame } from "./node-frame.tsx";
import { SubjectPicker } from "./subject-picker.tsx";
import { ValueEditor } from "./value-editor.tsx";

type Condition = Extract<RuleJson, { subject: string }>;

/** A condition about one field: what, how, with what. The operators and the value's form come from their own records. */
export function ConditionEditor({
  condition,
  object,
  path,
  onChange,
  onRemove,
}: {
  condition: Condition;
  object: EditorObject;
  path: string;
  onChange: (rule: RuleJson) => void;
  onRemove: () => void;
}) {
  const field = object.fields.find((each) => each.slug === condition.subject);
  const operator = field && operatorFor(field.type, condition.op);
  const label = field?.label ?? condition.subject;
  return (
    <NodeFrame path={path} onRemove={onRemove}>
      <SubjectPicker
        object={object}
        current={{ value: `field ${condition.subject}`, label }}
        onPick={onChange}
      />
      {field && (
        <Select
          aria-label={`${label}: how`}
          options={operatorsFor(field.type).map((each) => ({ value: each.id, label: each.label }))}
          value={operator ? condition.op : ""}
          onValueChange={(op) => onChange(withOperator(condition, field.type, op))}
        />
      )}
      {field && operator && (
        <ValueEditor
          label={`${label}: value`}
          operator={operator}
          field={field}
          value={condition.value}
          onChange={(value) => onChange(withValue({ subject: condition.subject, op: condition.op }, value))}
        />
      )}
    </NodeFrame>
  );
}
