import type { RuleCatalog } from "@perennial/contract";
import type { RuleJson } from "@perennial/rules";
import { Braces, ListTree } from "lucide-react";
import { useMemo, useState } from "react";
import { Button } from "../button.tsx";
import { EditorContext } from "./editor-context.ts";
import { groupOf } from "./group.ts";
import { GroupEditor } from "./group-editor.tsx";
import { JsonEditor } from "./json-editor.tsx";
import { type References, useReadRule } from "./read-rule.ts";

type RuleEditorProps = {
  catalog: RuleCatalog;
  /** The slug of the object the rule is about. */
  object: string;
  rule: RuleJson;
  onChange: (rule: RuleJson) => void;
  /** Records that conditions may name by id, by type: teammates, accounts. */
  references?: References;
};

const none: References = {};

/**
 * The one editor of rules: rendered from what may be asked and from the operators' own records. What is wrong stands at
 * the condition it is about; the sentence says what the rule means.
 */
export function RuleEditor({ catalog, object, rule, onChange, references = none }: RuleEditorProps) {
  const [isJson, setIsJson] = useState(false);
  const about = catalog.objects.find((each) => each.slug === object);
  const { problems, sentence } = useReadRule(catalog, object, rule, references);
  const context = useMemo(
    () => ({ Group: GroupEditor, catalog, problems, references }),
    [catalog, problems, references],
  );
  if (!about) return null;
  const isGroup = groupOf(rule) !== undefined;
  return (
    <EditorContext value={context}>
      <div className="flex flex-col gap-2.5">
        <div className="flex items-start justify-between gap-3">
          <p aria-live="polite" className="text-n">
            {sentence ?? <span className="text-warn">Not complete yet: {problems.length} to mend.</span>}
          </p>
          <Button
            variant="quiet"
            icon={isJson ? ListTree : Braces}
            onClick={() => setIsJson((before) => !before)}
          >
            {isJson ? "Edit as conditions" : "Edit as JSON"}
          </Button>
        </div>
        {isJson ? (
          <>
            <JsonEditor rule={rule} onChange={onChange} />
            <ul className="flex flex-col gap-0.5 text-s text-warn">
              {problems.map((problem) => (
                <li key={problem.path + problem.message}>
                  <code>{problem.path || "rule"}</code>: {problem.message}
                </li>
              ))}
            </ul>
          </>
        ) : (
          <GroupEditor
            rule={isGroup ? rule : { all: [rule] }}
            object={about}
            path=""
            isWrapped={!isGroup}
            onChange={onChange}
          />
        )}
      </div>
    </EditorContext>
  );
}
