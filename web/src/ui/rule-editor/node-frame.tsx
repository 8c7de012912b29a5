import type { ReactNode } from "react";
import { useProblemsAt } from "./editor-context.ts";
import type { NodeActions } from "./node-actions.ts";
import { NodeMenu } from "./node-menu.tsx";

/** One row of a rule: its controls, what is wrong with it, and what can be done with it. */
export function NodeFrame({
  path,
  actions,
  children,
  below,
}: {
  path: string;
  actions: NodeActions;
  children: ReactNode;
  /** Conditions inside: of related records or events. */
  below?: ReactNode;
}) {
  const problems = useProblemsAt(path);
  return (
    <>
      <div className="flex items-start gap-2">
        <div className="flex min-w-0 grow flex-wrap items-center gap-1.5">{children}</div>
        <NodeMenu actions={actions} what="condition" />
      </div>
      {problems.map((problem) => (
        <p key={problem.path + problem.message} className="mt-0.5 text-s text-warn">
          {problem.message}
        </p>
      ))}
      {below}
    </>
  );
}
