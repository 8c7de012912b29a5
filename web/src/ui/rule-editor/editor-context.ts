import type { RuleCatalog } from "@perennial/contract";
import type { RuleProblem } from "@perennial/rules";
import { createContext, useContext } from "react";
import type { Option } from "../option-list.tsx";

export type EditorObject = RuleCatalog["objects"][number];
export type EditorField = EditorObject["fields"][number];

type Editor = {
  catalog: RuleCatalog;
  problems: readonly RuleProblem[];
  /** Records that conditions may name by id: teammates, contacts, accounts. */
  references: Readonly<Record<string, readonly Option[]>>;
};

/** What every part of one rule editor needs to know. */
export const EditorContext = createContext<Editor>({
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
