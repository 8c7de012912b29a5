import { countOperators, operatorFor, operatorsFor, type RuleJson } from "@perennial/rules";
import { Input } from "../input.tsx";
import { Select } from "../select.tsx";
import type { EditorField, EditorObject } from "./editor-context.ts";
import { eventObject } from "./event-properties.ts";
import { firstValue, withValue } from "./new-node.ts";
import type { NodeActions } from "./node-actions.ts";
import { NodeFrame } from "./node-frame.tsx";
import { ReachInput } from "./reach-input.tsx";
import { SubjectPicker } from "./subject-picker.tsx";
import { ValueEditor } from "./value-editor.tsx";
import { WhereEditor } from "./where-editor.tsx";

type Events = Extract<RuleJson, { events: string }>;
type EditorProps = {
  node: Events;
  object: EditorObject;
  path: string;
  onChange: (rule: RuleJson) => void;
  actions: NodeActions;
};

const modes = [
  { value: "count", label: "happened" },
  { value: "first", label: "the first time" },
  { value: "last", label: "the last time" },
] as const;
const instantField: EditorField = { slug: "at", label: "When", group: "Events", type: "instant" };

/** How often an event happened in a window, or when it first or last did, with conditions on its properties. */
export function EventsEditor({ node, object, path, onChange, actions }: EditorProps) {
  const label = `Event “${node.events}”`;
  const mode = "time" in node ? node.time : "count";
  const scope = {
    events: node.events,
    ...(node.withinDays === undefined ? {} : { withinDays: node.withinDays }),
    ...(node.withinHours === undefined ? {} : { withinHours: node.withinHours }),
    ...(node.where === undefined ? {} : { where: node.where }),
  };
  return (
    <NodeFrame
      path={path}
      actions={actions}
      below={
        <WhereEditor
          object={eventObject(object, node.events)}
          where={node.where}
          path={path}
          onChange={(where) => {
            const { where: _, ...rest } = node;
            onChange(where ? { ...rest, where } : rest);
          }}
        />
      }
    >
      <SubjectPicker object={object} current={{ value: `event ${node.events}`, label }} onPick={onChange} />
      <Select
        data-go-on
        aria-label={`${label}: what`}
        options={modes}
        value={mode}
        onValueChange={(chosen) =>
          onChange(
            chosen === "count"
              ? { ...scope, count: { op: "at-least", value: 1 } }
              : { ...scope, time: chosen, op: "in-the-last", value: firstValue(instantField, "in-the-last") },
          )
        }
      />
      {"time" in node ? (
        <TimeParts node={node} label={label} onChange={onChange} />
      ) : (
        <CountParts node={node} label={label} onChange={onChange} />
      )}
      <span className="text-ink-2">within</span>
      <ReachInput
        label={`${label}: within`}
        placeholder="any"
        value={{ days: node.withinDays, hours: node.withinHours }}
        onChange={({ days, hours }) => {
          const { withinDays: _, withinHours: __, ...rest } = node;
          onChange({
            ...rest,
            ...(days === undefined ? {} : { withinDays: days }),
            ...(hours === undefined ? {} : { withinHours: hours }),
          });
        }}
      />
    </NodeFrame>
  );
}

type PartProps<Node> = { node: Node; label: string; onChange: (rule: RuleJson) => void };

function CountParts({ node, label, onChange }: PartProps<Exclude<Events, { time: unknown }>>) {
  const count = node.count ?? { op: "at-least" as const, value: 1 };
  return (
    <>
      <Select
        aria-label={`${label}: compare`}
        options={countOperators.map((value) => ({ value, label: value.replace("-", " ") }))}
        value={count.op}
        onValueChange={(op) => onChange({ ...node, count: { ...count, op } })}
      />
      <Input
        aria-label={`${label}: times`}
        type="number"
        min={0}
        className="w-20!"
        value={count.value}
        onChange={(event) => onChange({ ...node, count: { ...count, value: Number(event.target.value) } })}
      />
      <span className="text-ink-2">times</span>
    </>
  );
}

function TimeParts({ node, label, onChange }: PartProps<Extract<Events, { time: unknown }>>) {
  const operator = operatorFor(instantField, node.op);
  const { value: _, ...rest } = node;
  return (
    <>
      <Select
        aria-label={`${label}: how`}
        options={operatorsFor(instantField).map((each) => ({ value: each.id, label: each.label }))}
        value={operator ? node.op : ""}
        onValueChange={(op) => onChange(withValue({ ...rest, op }, firstValue(instantField, op)))}
      />
      {operator && (
        <ValueEditor
          label={`${label}: value`}
          operator={operator}
          field={instantField}
          value={node.value}
          onChange={(value) => onChange(withValue(rest, value))}
        />
      )}
    </>
  );
}
