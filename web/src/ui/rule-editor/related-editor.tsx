import type { RuleJson } from "@perennial/rules";
import { Input } from "../input.tsx";
import { Select } from "../select.tsx";
import { type EditorObject, useEditor } from "./editor-context.ts";
import type { NodeActions } from "./node-actions.ts";
import { NodeFrame } from "./node-frame.tsx";
import { SubjectPicker } from "./subject-picker.tsx";
import { WhereEditor } from "./where-editor.tsx";

type Related = Extract<RuleJson, { related: string }>;
type Kind = NonNullable<Related["quantifier"]>["kind"];

const kinds: readonly { value: Kind; label: string }[] = [
  { value: "any", label: "any" },
  { value: "none", label: "none" },
  { value: "all", label: "all" },
  { value: "at-least", label: "at least" },
  { value: "at-most", label: "at most" },
  { value: "exactly", label: "exactly" },
];

function quantifierOf(kind: Kind, count: number): NonNullable<Related["quantifier"]> {
  return kind === "any" || kind === "none" || kind === "all" ? { kind } : { kind, count };
}

/** How many related records have to fit conditions of their own. */
export function RelatedEditor({
  node,
  object,
  path,
  onChange,
  actions,
}: {
  node: Related;
  object: EditorObject;
  path: string;
  onChange: (rule: RuleJson) => void;
  actions: NodeActions;
}) {
  const { catalog } = useEditor();
  const relation = object.relations.find((each) => each.slug === node.related);
  const related = catalog.objects.find((each) => each.slug === relation?.object);
  const quantifier = node.quantifier ?? { kind: "any" };
  const count = "count" in quantifier ? quantifier.count : 1;
  const label = relation?.label ?? node.related;
  return (
    <NodeFrame
      path={path}
      actions={actions}
      below={
        related && (
          <WhereEditor
            object={related}
            where={node.where}
            path={path}
            onChange={(where) => onChange(where ? { ...node, where } : { related: node.related, quantifier })}
          />
        )
      }
    >
      <Select
        aria-label={`${label}: how many`}
        options={kinds}
        value={quantifier.kind}
        onValueChange={(kind) => onChange({ ...node, quantifier: quantifierOf(kind, count) })}
      />
      {"count" in quantifier && (
        <Input
          aria-label={`${label}: count`}
          type="number"
          min={0}
          className="w-20!"
          value={quantifier.count}
          onChange={(event) =>
            onChange({ ...node, quantifier: quantifierOf(quantifier.kind, Number(event.target.value)) })
          }
        />
      )}
      <SubjectPicker
        object={object}
        current={{ value: `related ${node.related}`, label: `Related ${label}` }}
        onPick={onChange}
      />
    </NodeFrame>
  );
}
