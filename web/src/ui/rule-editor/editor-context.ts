import type { RuleCatalog } from "@perennial/contract";
import type { RuleJson, RuleProblem } from "@perennial/rules";
import { type ComponentType, createContext, useContext } from "react";
import type { NodeActions } from "./node-actions.ts";
import type { References } from "./read-rule.ts";

export type EditorObject = RuleCatalog["objects"][number] & {
  /** It is an event of this object, of this name when one is given: any of its properties may be asked. */
  propertiesOf?: { object: string; event?: string };
};
export type EditorField = EditorObject["fields"][number];

/** A group of conditions, as shown at the top and inside conditions about related records and events. */
export type GroupProps = {
  rule: RuleJson;
  object: EditorObject;
  path: string;
  /** The rule stands alone in the JSON and was put into a group only to be shown. */
  isWrapped?: boolean;
  /** Word before: “where”. */
  lead?: string;
  onChange: (rule: RuleJson) => void;
  actions?: NodeActions;
};

type Editor = {
  /** Draws a group; here, because conditions hold groups and groups hold conditions. */
  Group: ComponentType<GroupProps>;
  catalog: RuleCatalog;
  problems: readonly RuleProblem[];
  /** Records that conditions may name by id: teammates, contacts, accounts. */
  references: References;
};

/** What every part of one rule editor needs to know. */
export const EditorContext = createContext<Editor>({
  Group: () => null,
  catalog: { objects: [] },
  problems: [],
  references: {},
});

export function useEditor(): Editor {
  return useContext(EditorContext);
}

/** What is wrong with one condition: problems at its path, not of conditions inside it. */
export function useProblemsAt(path: string): readonly RuleProblem[] {
  const { problems } = useEditor();
  return problems.filter((problem) => {
    if (path !== "" && !problem.path.startsWith(path)) return false;
    const rest = problem.path.slice(path.length).replace(/^\./, "");
    return !/^(all\[|any\[|not(\.|$)|where)/.test(rest);
  });
}
