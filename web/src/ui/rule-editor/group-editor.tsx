import type { RuleJson } from "@perennial/rules";
import { Plus, X } from "lucide-react";
import { Button, IconButton } from "../button.tsx";
import { Select } from "../select.tsx";
import { ConditionEditor } from "./condition-editor.tsx";
import { type EditorObject, type GroupProps, useProblemsAt } from "./editor-context.ts";
import { EventsEditor } from "./events-editor.tsx";
import { groupOf, joins, memberPath, ruleOf } from "./group.ts";
import { RelatedEditor } from "./related-editor.tsx";
import { SubjectPicker } from "./subject-picker.tsx";

/** Conditions joined by all, any, none or not all; groups may stand in groups. */
export function GroupEditor({ rule, object, path, isWrapped = false, lead, onChange, onRemove }: GroupProps) {
  const group = groupOf(rule) ?? { join: "all" as const, nodes: [rule] };
  const problems = useProblemsAt(path);
  const write = (nodes: readonly RuleJson[]) => onChange(ruleOf({ ...group, nodes }));
  const pathOf = (index: number) => (isWrapped ? path : memberPath(rule, path, index));
  return (
    <div className="rounded-card border border-line bg-bg p-2.5">
      <div className="mb-2 flex items-center gap-2 text-s text-ink-2">
        {lead}
        <Select
          aria-label="How the conditions are joined"
          options={joins}
          value={group.join}
          onValueChange={(join) => onChange(ruleOf({ ...group, join }))}
        />
        <span className="grow">these hold</span>
        {onRemove && <IconButton icon={X} label="Take this group out" onClick={onRemove} />}
      </div>
      {!isWrapped &&
        problems
          .filter(
            (problem) => group.nodes.length === 0 || groupOf(rule) === undefined || problem.path === path,
          )
          .map((problem) => (
            <p key={problem.path + problem.message} className="mb-1.5 text-s text-warn">
              {problem.message}
            </p>
          ))}
      <ul className="flex flex-col gap-2">
        {group.nodes.map((node, index) => (
          <NodeEditor
            key={index}
            node={node}
            object={object}
            path={pathOf(index)}
            onChange={(next) => write(group.nodes.map((each, at) => (at === index ? next : each)))}
            onRemove={() => write(group.nodes.filter((_, at) => at !== index))}
          />
        ))}
      </ul>
      <div className="mt-2 flex gap-2">
        <SubjectPicker object={object} onPick={(node) => write([...group.nodes, node])} />
        <Button variant="quiet" icon={Plus} onClick={() => write([...group.nodes, { any: [] }])}>
          Group
        </Button>
      </div>
    </div>
  );
}

type NodeProps = {
  node: RuleJson;
  object: EditorObject;
  path: string;
  onChange: (rule: RuleJson) => void;
  onRemove: () => void;
};

function NodeEditor(props: NodeProps) {
  const { node, ...rest } = props;
  if ("subject" in node) return <ConditionEditor {...rest} condition={node} />;
  if ("related" in node) return <RelatedEditor {...rest} node={node} />;
  if ("events" in node) return <EventsEditor {...rest} node={node} />;
  return (
    <li>
      <GroupEditor {...rest} rule={node} />
    </li>
  );
}
