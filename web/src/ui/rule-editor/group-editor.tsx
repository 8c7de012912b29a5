import type { RuleJson } from "@perennial/rules";
import { Plus } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { Button } from "../button.tsx";
import { Select } from "../select.tsx";
import { ConditionEditor } from "./condition-editor.tsx";
import { type EditorObject, type GroupProps, useProblemsAt } from "./editor-context.ts";
import { EventsEditor } from "./events-editor.tsx";
import { groupOf, joins, memberPath, ruleOf } from "./group.ts";
import { actionsOf, type NodeActions } from "./node-actions.ts";
import { NodeMenu } from "./node-menu.tsx";
import { RelatedEditor } from "./related-editor.tsx";
import { SubjectPicker } from "./subject-picker.tsx";

/** Conditions joined by all, any, none or not all; groups may stand in groups. */
export function GroupEditor({ rule, object, path, isWrapped = false, lead, onChange, actions }: GroupProps) {
  const group = groupOf(rule) ?? { join: "all" as const, nodes: [rule] };
  const problems = useProblemsAt(path);
  const { box, list, goTo } = useFocusAt();
  const write = (nodes: readonly RuleJson[], focusAt?: number) => {
    onChange(ruleOf({ ...group, nodes }));
    if (focusAt !== undefined) goTo(focusAt);
  };
  const pathOf = (index: number) => (isWrapped ? path : memberPath(rule, path, index));
  return (
    <div ref={box} className="rounded-card border border-line bg-bg p-2.5">
      <div className="mb-2 flex items-center gap-2 text-s text-ink-2">
        {lead}
        <Select
          aria-label="How the conditions are joined"
          options={joins}
          value={group.join}
          onValueChange={(join) => onChange(ruleOf({ ...group, join }))}
        />
        <span className="grow">these hold</span>
        {actions && <NodeMenu actions={actions} what="group" />}
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
      <ul ref={list} className="flex flex-col gap-2">
        {group.nodes.map((node, index) => (
          <NodeEditor
            key={index}
            node={node}
            object={object}
            path={pathOf(index)}
            onChange={(next) => write(group.nodes.map((each, at) => (at === index ? next : each)))}
            actions={actionsOf(group.nodes, index, write)}
          />
        ))}
      </ul>
      <div className="mt-2 flex gap-2">
        <SubjectPicker
          object={object}
          movesOn
          onPick={(node) => write([...group.nodes, node], group.nodes.length)}
        />
        <Button
          variant="quiet"
          icon={Plus}
          onClick={() => write([...group.nodes, { any: [] }], group.nodes.length)}
        >
          Group
        </Button>
      </div>
    </div>
  );
}

/** Where the keyboard goes on after the members have changed: the member at a place, or how they are joined when none is left. */
function useFocusAt() {
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const wanted = useRef<number | undefined>(undefined);
  useEffect(() => {
    if (wanted.current === undefined) return;
    const member = list.current?.children[wanted.current];
    wanted.current = undefined;
    const from = member?.querySelector("[data-go-on]") ?? member ?? box.current;
    const control = from?.matches("button, input, select")
      ? from
      : from?.querySelector("button, input, select");
    if (control instanceof HTMLElement) control.focus();
  });
  return {
    box,
    list,
    goTo: (at: number) => {
      wanted.current = at;
    },
  };
}

type NodeProps = {
  node: RuleJson;
  object: EditorObject;
  path: string;
  onChange: (rule: RuleJson) => void;
  actions: NodeActions;
};

/** A member of a group. Alt with an arrow moves it, Alt+Backspace takes it out, wherever in it the keyboard is. */
function NodeEditor({ node, ...rest }: NodeProps) {
  const { actions } = rest;
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const act = { ArrowUp: actions.moveUp, ArrowDown: actions.moveDown, Backspace: actions.remove }[
      event.key
    ];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  return (
    <li onKeyDown={onKeyDown}>
      {"subject" in node ? (
        <ConditionEditor {...rest} condition={node} />
      ) : "related" in node ? (
        <RelatedEditor {...rest} node={node} />
      ) : "events" in node ? (
        <EventsEditor {...rest} node={node} />
      ) : (
        <GroupEditor {...rest} rule={node} />
      )}
    </li>
  );
}
