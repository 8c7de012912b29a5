import type { RuleJson } from "@perennial/rules";
import { type EditorObject, useEditor } from "./editor-context.ts";
import { groupOf } from "./group.ts";
import { SubjectPicker } from "./subject-picker.tsx";

/** The conditions on related records or on an event's properties; none is any. */
export function WhereEditor({
  object,
  where,
  path,
  onChange,
}: {
  object: EditorObject;
  where: RuleJson | undefined;
  path: string;
  onChange: (where: RuleJson | undefined) => void;
}) {
  const { Group } = useEditor();
  if (where === undefined) {
    if (object.fields.length === 0 && !object.propertiesOf) return null;
    return (
      <div className="mt-1.5 ml-4 flex items-center gap-2 text-s text-ink-2">
        where <SubjectPicker object={object} onPick={(node) => onChange({ all: [node] })} />
      </div>
    );
  }
  const isGroup = groupOf(where) !== undefined;
  return (
    <div className="mt-1.5 ml-4">
      <Group
        lead="where"
        rule={isGroup ? where : { all: [where] }}
        object={object}
        path={`${path === "" ? "" : `${path}.`}where`}
        isWrapped={!isGroup}
        onChange={(next) => onChange((groupOf(next)?.nodes.length ?? 0) === 0 ? undefined : next)}
      />
    </div>
  );
}
